"""Sending a signed protocol to the officials that it gives work to, and how they acknowledge it (III.2)."""
