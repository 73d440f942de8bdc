"""The faces of Footnote: HTTP, the command line, the page."""
