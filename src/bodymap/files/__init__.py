"""Files: where ours lie, how one from anyone becomes a record, what is kept compiled."""
