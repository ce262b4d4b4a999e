"""The rules of redaction: each finds one kind of personal data in the matching form of a text."""
