"""Pure: documents of other programs, written of a text in Markdown with comments, and read as one."""
