"""Backups: a file with everything that is stored as of one moment, sealed for whoever may restore it."""
