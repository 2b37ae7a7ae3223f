"""Early warnings of a workspace: what trips, what its record is, and what was done about it."""
