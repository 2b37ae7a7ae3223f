"""What to do about each customer: warnings, playbook, worklist, letters, effect."""
