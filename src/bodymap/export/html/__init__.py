"""Pages for the web and the mail."""
