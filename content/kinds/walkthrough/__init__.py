"""A walkthrough: steps with pictures and the place to act on, as a page and as a rehearsal of the tool."""
