"""Pure: manifests, and what a package says of progress."""
