"""A template: a text that learners copy and fill in, with the author's comments at their places."""
