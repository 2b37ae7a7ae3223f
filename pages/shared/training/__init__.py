"""The Training page's parts: a sitting of questions, the facts of a case, progress."""
