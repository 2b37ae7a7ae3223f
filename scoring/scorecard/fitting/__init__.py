"""From bins to a card: selection, bounded logistic regression, whole points, calibration, grades."""
