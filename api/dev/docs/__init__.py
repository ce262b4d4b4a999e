"""The pages of docs/ that are made from the code: rights, events, states, operations, refusals, clauses of the decree."""
