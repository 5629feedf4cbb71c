"""Pages in two versions, and how often a target of the first is found in the second: see `__main__`."""
