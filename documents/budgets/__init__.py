"""Budgets: how many cost points a member or a client may spend, whichever process is asked (contract §4)."""
