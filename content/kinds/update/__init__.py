"""A product update: what changed, from when, whom it concerns, and which modules say what it replaces."""
