"""What the ledger says on a date: aging, portfolio figures, customers, documents behind them."""
