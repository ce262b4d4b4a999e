"""An incident gathers publications of open sources on one subject («Инцидент Менеджмент», I.2.2).

States: NEW, ROUTED, RETURNED, IN_PROGRESS, IN_REVIEW, POSTPONED, REPLIED, REOPENED; terminal DISMISSED, MERGED and CLOSED,
the last of which can be re-opened. Clauses: III.4.5/1, III.4.5/2.
"""
