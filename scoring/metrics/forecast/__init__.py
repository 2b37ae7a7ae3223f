"""When money will come: how late claims are paid, learned from those that were and those that wait."""
