"""Practice from the playbook: questions with their right answers, marking with the reason, what to practise next."""
