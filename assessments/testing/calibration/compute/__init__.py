"""Parameters of items, pure: what an author's level says before there are answers."""
