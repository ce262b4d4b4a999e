"""Keeping the reference data: organizations, people, topics, places, channels, reasons, settings, calendar (III.6)."""
