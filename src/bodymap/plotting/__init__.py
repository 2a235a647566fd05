"""Data on the body: values of muscles, structures and areas as colours, in figures of matplotlib."""
