"""Rules of incidents: the machine of §5.2 of the domain."""

from documents.cases.statuses import LABELS, CaseStatus
from documents.kernel.machine import Machine, move

S = CaseStatus

ANY_OPEN = (S.NEW, S.ROUTED, S.RETURNED, S.IN_PROGRESS, S.IN_REVIEW, S.POSTPONED, S.REPLIED, S.REOPENED)

UNANSWERED = tuple(status for status in ANY_OPEN if status != S.REPLIED)

MACHINE = Machine(
    "incident",
    initial=S.NEW,
    moves=(
        move("register_incident", (), S.NEW),
        # Re-opened too: one that was taken without a topic could neither be routed nor get one.
        move("formalize_incident", (S.NEW, S.ROUTED, S.RETURNED, S.IN_PROGRESS, S.REOPENED), None),
        # Later posts of the same matter come in as long as it is open (I.2.2).
        move("add_publication", ANY_OPEN, None),
        move("dismiss_incident", (S.NEW,), S.DISMISSED),
        # Again from ROUTED and IN_PROGRESS with a reason; the clock is not restarted.
        move("route_incident", (S.NEW, S.RETURNED, S.REOPENED, S.ROUTED, S.IN_PROGRESS), S.ROUTED),
        move("return_incident", (S.ROUTED,), S.RETURNED),
        move("start_incident", (S.ROUTED, S.REOPENED), S.IN_PROGRESS),
        # «Самостоятельно готовит ответ» (III.4.5/1): the officer becomes the assignee.
        move("take_incident", (S.NEW, S.REOPENED), S.IN_PROGRESS),
        move("save_reply_draft", (S.IN_PROGRESS,), None),
        move("submit_incident_reply", (S.IN_PROGRESS,), S.IN_REVIEW),
        # A body without accounts hands in what it says at once: nobody there takes it into work in Pult.
        move("reply_by_link", (S.ROUTED, S.IN_PROGRESS, S.REOPENED), S.IN_REVIEW),
        move("return_incident_reply", (S.IN_REVIEW,), S.IN_PROGRESS),
        move("publish_incident_reply", (S.IN_REVIEW,), S.REPLIED),
        move("postpone_incident", (S.IN_PROGRESS, S.IN_REVIEW), S.POSTPONED),
        move("resume_incident", (S.POSTPONED,), S.IN_PROGRESS),
        move("close_incident", (S.REPLIED,), S.CLOSED),
        move("reopen_incident", (S.REPLIED, S.CLOSED), S.REOPENED),
        # "Any" of the domain without the terminal ones: what is dismissed, merged or closed keeps its place in the past.
        move("merge_incidents", ANY_OPEN, S.MERGED),
        # A replied one has nothing left to say under its publications.
        move("split_incident", UNANSWERED, None),
    ),
    terminal=(S.DISMISSED, S.MERGED, S.CLOSED),
    labels={status: LABELS[status] for status in (*ANY_OPEN, S.DISMISSED, S.MERGED, S.CLOSED)},
)
