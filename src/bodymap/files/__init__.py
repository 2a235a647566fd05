"""Files: bodymap's own, user files parsed into records, and the cache of compiled data."""
