"""Strategy and collections over the store: who is handled how, what to do today, what was done."""
