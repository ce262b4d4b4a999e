"""What the questions of the demo's meetings came from: the latest cases of their topics, and the topic itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from seed.shapes import CasePlan

CASE_KEYS = "case_keys"
"""Under this name a question carries the keys of its cases, until they have ids."""

TOPIC_OF: Mapping[str, str] = {
    "О готовности к паводку и переправе в Александровке": "transport-10",
    "О работе переправы в Александровке": "transport-10",
    "О повторных отключениях электроэнергии в Вагино": "energy-01",
    "О грейдировании грунтовых дорог в сельских территориях": "roads-02",
    "О ликвидации несанкционированных свалок": "waste-06",
    "Об освещении на подходах к школам": "energy-08",
    "О сообщениях жителей о подготовке школ": "education-06",
    "О сообщениях о слабом отоплении": "housing-01",
    "О порядке уборки снега": "roads-03",
    "О перечне контейнерных площадок первой очереди": "waste-04",
    "О подъезде мусоровоза в Медяково": "waste-10",
    "О срывах рейсов Боготол — Критово": "transport-02",
    "О доступности здания администрации": "social-05",
}
"""Title of a question → its topic; the others came from no message."""

MOST = 3
SINCE = timedelta(days=60)


def with_sources(
    meetings: Iterable[Mapping[str, Any]], cases: Iterable[CasePlan]
) -> tuple[dict[str, Any], ...]:
    """Return the meetings, each question with what it came from."""
    received = sorted(_received(cases), key=lambda one: one[1], reverse=True)
    return tuple(
        {
            **meeting,
            "agenda": [_asked(question, received, meeting["planned_at"]) for question in meeting["agenda"]],
        }
        for meeting in meetings
    )


def _asked(
    question: Mapping[str, Any], received: Iterable[tuple[str, datetime, str]], planned_at: datetime
) -> dict[str, Any]:
    topic_id = TOPIC_OF.get(question["title"])
    if topic_id is None:
        return dict(question)
    last = planned_at - timedelta(days=3)
    keys = [key for key, at, about in received if about == topic_id and last - SINCE <= at <= last]
    return {**question, "sources": [{"type": "Topic", "id": topic_id}], CASE_KEYS: keys[:MOST]}


def _received(cases: Iterable[CasePlan]) -> Iterator[tuple[str, datetime, str]]:
    """Key, moment of the registration and topic of the cases that have one."""
    for case in cases:
        topics = [step.facts["topic_id"] for step in case.steps if "topic_id" in step.facts]
        if topics and topics[-1] is not None:
            yield case.key, case.steps[0].at, topics[-1]
