"""A debt on its way: the four steps of a case, hand-overs, repayment plans, the limitation clock."""
