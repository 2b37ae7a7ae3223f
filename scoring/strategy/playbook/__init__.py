"""The playbook: how each class of debtor is handled, read from data and asked for the next step."""
