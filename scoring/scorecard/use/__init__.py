"""A card at work: scores, reasons, classes, cut-offs in money, limits, exports."""
