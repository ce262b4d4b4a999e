"""Keeping the reference data: bodies, people, topics, places, channels, reasons, settings, calendar (III.6)."""
