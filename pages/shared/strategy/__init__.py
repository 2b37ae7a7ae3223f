"""Parts of the Strategy page."""
