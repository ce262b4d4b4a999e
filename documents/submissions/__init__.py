"""A submission is a message or an appeal (I.2.4, I.2.5): what a resident filed with the authorities.

States: NEW, ACCEPTED, ASSIGNED, IN_PROGRESS, IN_REVIEW, POSTPONED, ANSWERED, REOPENED; terminal REJECTED, MERGED,
FORWARDED, WITHDRAWN, CANCELLED and CLOSED, the last of which can be re-opened.
Clauses: II.2.1, III.4.4/1, III.4.7/1, III.4.7/4.
"""
