"""Pure: places of passages in a text that changes, and changes of one text taken over into another."""
