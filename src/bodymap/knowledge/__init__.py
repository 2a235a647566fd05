"""What is known, in words: muscles, areas of the skin, conditions."""
