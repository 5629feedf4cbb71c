"""A path: several modules in an order, with pauses between them. Its progress is that of its modules."""
