"""From counts to bins: the optimum, weights of evidence, verdicts, edits by hand."""
