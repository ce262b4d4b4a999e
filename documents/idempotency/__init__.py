"""Idempotency: what a caller asks for twice under one key is done once, and answered twice (contract §8)."""
