"""The protocols of the leak suite, with a word of its own in each of their texts."""

from documents.protocols.document import (
    CancelledAssignment,
    Decision,
    Dispatch,
    DissentingOpinion,
    ExtractLetter,
    Item,
    Ordered,
    Protocol,
    PublishedCopy,
    PublishedItem,
    ReviewComment,
)
from tests.leaks.files_planted import files_of_a_protocol
from tests.leaks.meetings_planted import MEETINGS
from tests.leaks.town_planted import person_id
from tests.leaks.words_planted import Words, link_of_an_official
from tests.support.town import NOW


def planted_protocol(words: Words, name: str, status: str, number: int | None) -> Protocol:
    """A protocol that was commented, published and sent."""
    _, secretary, people = MEETINGS[name]
    ids = [person_id(one) for one in people]
    ordered = Ordered(text=words.new("protocol.ordered"), responsible_id=person_id("AS"), due_on="2026-06-20")
    cancelled = CancelledAssignment(assignment_id="assignment-cancelled", number="П-cancelled")
    decision = Decision(
        no="1.1", text=words.new("protocol.decision"), assignments=[ordered], cancels=[cancelled]
    )
    item = Item(
        order=1,
        title=words.new("protocol.title"),
        heard=words.new("protocol.heard"),
        spoke=[words.new("protocol.spoke")],
        decisions=[decision],
    )
    made = Protocol(
        id=f"protocol-{name}",
        updated_at=NOW,
        meeting_id=f"meeting-{name}",
        meeting_number=f"без номера {name}",
        number=number,
        year=2026,
        date="2026-05-30",
        place=words.new("protocol.place"),
        form="IN_PERSON",
        status=status,
        secretary_id=person_id(secretary),
        participant_ids=ids,
        items=[item],
        send_back_reason=words.new("protocol.send back"),
        comments=[ReviewComment(no=1, text=words.new("protocol.comment"), author_id=ids[0], at=NOW)],
        dissents=[
            DissentingOpinion(
                order=1, person_id=ids[0], full_name="Лицо", text=words.new("protocol.dissent"), at=NOW
            )
        ],
        publication=PublishedCopy(
            published_at=NOW,
            published_by_id=ids[0],
            capacity="CURATOR",
            items=[
                PublishedItem(
                    order=1,
                    title=words.new("protocol.published"),
                    decisions=[words.new("protocol.published decision")],
                )
            ],
        ),
        dispatches=[
            Dispatch(
                person_id=person_id("AS"),
                full_name="Лицо",
                sent_at=NOW,
                via=words.new("protocol.via"),
                letter=ExtractLetter(sent_at=NOW),
                link=link_of_an_official(words, NOW),
            )
        ],
        attachments=files_of_a_protocol(words, name),
    )
    made.derive()
    return made
