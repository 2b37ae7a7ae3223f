"""Whether a card is true: measures out of time, intervals, rivals, monitoring."""
