"""What to do today and by segment, and what it should bring."""
