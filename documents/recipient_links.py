"""Which operations stand behind the link of a body without accounts, by the kind of the case that it opens."""

from dataclasses import dataclass

from documents.incidents.operations import linking as incidents
from documents.kernel.write.operation import Operation
from documents.submissions.operations import linking as submissions


@dataclass(frozen=True)
class LinkOperations:
    """What is done with a link where nobody acts who has an account: by who follows it, and by jobs."""

    note_opened: Operation
    take_answer: Operation
    note_sent: Operation
    note_unopened: Operation


SUBMISSION = LinkOperations(
    submissions.open_by_link,
    submissions.answer_by_link,
    submissions.note_link_sent,
    submissions.note_unopened_link,
)
INCIDENT = LinkOperations(
    incidents.open_incident_by_link,
    incidents.reply_by_link,
    incidents.note_incident_link_sent,
    incidents.note_unopened_incident_link,
)


def by_link(kind: str) -> LinkOperations:
    """Return the operations for a case of this kind."""
    return INCIDENT if kind == "INCIDENT" else SUBMISSION
