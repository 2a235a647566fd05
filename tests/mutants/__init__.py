"""Mutation testing: change one thing in the source, run the tests that reach it, and see whether any of them fails.

`make mutants`, or `python -m tests.mutants`. docs/testing.md says how it works and has the last result.
"""
