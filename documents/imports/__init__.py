"""Cases that lived elsewhere: told here step by step with their past (`case.import`, II.1.1)."""
