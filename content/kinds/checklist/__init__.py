"""A checklist: lines to tick in a copy of one's own, and a sign-off by whoever has seen the work."""
