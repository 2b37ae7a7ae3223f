"""Parts of the Collections page."""
