"""`python -m bodymap` is the command line."""

from .cli import main

main()
