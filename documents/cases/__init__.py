"""A case is what the center works on: a message, an appeal under 59-ФЗ, or an incident out of open sources.

Glossary. Message (сообщение, I.2.4): a problem told outside 59-ФЗ. Appeal (обращение, I.2.5): a proposal, application or
complaint filed under 59-ФЗ. Submission: a message or an appeal. Incident (инцидент, I.2.2): one or more publications of
open sources on one subject. The way of filing decides, not the channel: a ПОС record may be either.

States: one enum for all kinds (`statuses`), each kind uses its part (`documents.submissions.rules`,
`documents.incidents.rules`). Overdue is derived, never a status; postponed is not closed.
Clauses: I.2.1–I.2.5, II.1.1, II.2.1, III.4.4, III.4.5.
"""
