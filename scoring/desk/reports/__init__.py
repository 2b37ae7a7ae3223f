"""Figures to take along: print, Excel, CSV, statements of account."""
