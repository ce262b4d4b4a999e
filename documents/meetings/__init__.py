"""A meeting (заседание) is the main form of the center's work, held in person or in absentia (III.2/1).

States: DRAFT, SCHEDULED, IN_SESSION or VOTING and VOTING_CLOSED; terminal HELD, NOT_HELD, CANCELLED.
Clauses: III.2/1, III.2/2, III.4.3/4. The decree sets no quorum: a meeting is not held only where a setting asks for one.
"""
