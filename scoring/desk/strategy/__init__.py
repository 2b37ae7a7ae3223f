"""Who owes and how each is handled: the playbook in force, the law of the workspace, debtors with their reasons."""
