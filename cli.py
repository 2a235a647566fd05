"""`python cli.py …` from a checkout: the command line of `bodymap`, installed or not."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from bodymap.cli import main

if __name__ == "__main__":
    main()
