"""Passages as arrays: words, scores, corrections. Pure: it knows no database and no clock."""
