"""What collecting brought: recovery by group, measured effects, experiments and what they propose for the playbook."""
