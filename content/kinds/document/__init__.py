"""Documents: a PDF that is searched by page, or an address that is checked for being there."""
