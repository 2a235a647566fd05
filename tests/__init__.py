"""The tests are a package: one that they bring in, textstat, has a package `tests` of its own."""
