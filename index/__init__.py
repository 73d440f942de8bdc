"""Articles in, a folder you can search out. Knows nothing of the packages above it."""
