"""What protects people in what is stored and shown: redaction, masks, sealing, forbidden numbers."""
