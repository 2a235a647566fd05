"""HTML cards, for web pages and emails."""
