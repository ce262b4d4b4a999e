"""Disclosures of personal data: who was shown plain values or searched by them, of which case, why and when (III.6)."""
