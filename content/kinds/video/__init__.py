"""A video: its file, captions in several languages, chapters, and how much of it people have seen."""
