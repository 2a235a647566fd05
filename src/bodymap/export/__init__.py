"""One module an outside format."""
