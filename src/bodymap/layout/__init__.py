"""What stands where on the sheet: figures, insets, names and their leaders, in points."""
