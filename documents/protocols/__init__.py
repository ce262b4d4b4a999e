"""Protocols of held meetings (III.2): DRAFT, IN_REVIEW, READY_FOR_SIGNATURE, SIGNED, DISPATCHED. Signed by the effective
curator alone, numbered without gaps within the year of its date, and never changed after that."""
