"""What changes if the credit terms do: the facts of the ledger handed to the pure scenario, its runs, and those kept."""
