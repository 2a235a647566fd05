"""Medical knowledge as data: muscles, areas of the skin, conditions."""
