"""What is asked of a house that grows, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bench.work import HEAD, LEAD, W2

BOARD = """
query Board {
  deadlineControl(scope: ALL) {
    total { ...counts }
    byUnit { organization { shortName } counts { ...counts } }
    byPerson { organization { shortName } person { fullName } counts { ...counts } }
  }
}
fragment counts on ControlCounts { open overdue overdueOnce overdueTwice overdueThrice dueToday dueSoon deferred }
"""

SIMILAR = """
query Similar($id: ID!) {
  similarCases(id: $id, first: 10) { case { id number status summary receivedAt } reasons likeness }
}
"""

SEARCH = """
query Search($search: String!) {
  cases(first: 50, filter: { search: $search }) {
    totalCount { value precision }
    nodes { id number status summary receivedAt dueAt recipient { shortName } }
  }
}
"""

BEFOREHAND = "{ __typename }"
"""Goes before each question: what a server looks at once a second, as whether somebody still has a session, it looks at
then, and is no dearer for who waits longer than a second."""

SEARCHED = "отоплен"
"""The beginning of a word that fills the page of either with the demo alone: more rows would cost more, not more cases."""


@dataclass(frozen=True, eq=False)
class Asked:
    """One question: by whom, and with which variables; `of_a_case` takes the id of one that its asker sees."""

    title: str
    query: str
    login: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    of_a_case: bool = False


QUESTIONS = tuple(
    question
    for login in (HEAD, LEAD)
    for question in (
        Asked("a page of 50", W2, login, {"first": 50}),
        Asked("the board of deadlines", BOARD, login),
        Asked("similar cases", SIMILAR, login, of_a_case=True),
        Asked("search with a total", SEARCH, login, {"search": SEARCHED}),
    )
)

SOME_CASES = """
query Cases { messages(first: 50, filter: { sector: [HOUSING_AND_UTILITIES] }) { nodes { id isSensitive } } }
"""
"""Messages that both see, of which one is compared with all others."""
