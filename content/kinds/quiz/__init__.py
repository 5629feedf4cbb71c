"""A quiz: questions of the item bank, each told of at once; a first answer counts, a second try does not."""
