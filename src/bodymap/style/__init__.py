"""How a picture looks, as data: themes, colours and whether they can be read, type."""
