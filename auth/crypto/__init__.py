"""Keys and secrets: tokens, passwords, and the sealing of personal data."""
