"""Intake: what other systems give out is registered, looked at again when it comes again, and never overwrites (II.1.1)."""
