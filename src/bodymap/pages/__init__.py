"""Page makers: each composes figures and words on a sheet of its own kind."""
