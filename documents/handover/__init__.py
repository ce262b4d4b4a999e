"""Handing over what is open on a person before he is deactivated: cases, assignments, drafts and planned meetings."""
