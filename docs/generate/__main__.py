"""`python -m generate`: write docs/generated."""

from .site import generate

if __name__ == "__main__":
    generate()
