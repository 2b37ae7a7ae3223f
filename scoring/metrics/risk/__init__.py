"""What the receivables may cost: expected loss, its distribution, what the company can bear."""
