"""Practice from the playbook with the debtors of a ledger, and what people answered."""
