"""What a portfolio may lose and when its money comes: stored facts handed to the pure floors."""
