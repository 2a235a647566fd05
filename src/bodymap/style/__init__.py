"""How a picture looks, as data: themes, colours and their legibility, type."""
