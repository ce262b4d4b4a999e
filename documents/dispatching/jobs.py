"""The job that sends officials their extracts by e-mail, with the link by which who has no account acknowledges (III.2)."""

import asyncio
from datetime import timedelta

from auth.actions import Action
from documents.cases.vocabulary import DeliveryFault
from documents.center.calendars import calendar_of
from documents.dispatching.extracts import acknowledging_path
from documents.dispatching.letters import AcknowledgingDoor, extract_letter
from documents.dispatching.operations import note_extract
from documents.dispatching.pipelines import with_letters_to_send
from documents.kernel.calendar import Calendar
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.jobs import JobRun, job
from documents.kernel.write.letters import LetterRefused
from documents.links.document import GuestLink
from documents.links.rules import is_readable
from documents.printing.minutes import PrintedProtocol
from documents.printing.pages import pdf_of_protocol
from documents.printing.pipelines import stored_paper
from documents.printing.printing_minutes import extract_for, surroundings
from documents.protocols.document import Dispatch, waits
from documents.protocols.posting import address_of_official

TRIES = 100


@job(
    title="Отправка выписок из протоколов",
    actions={Action.PROTOCOL_DISPATCH},
    every=timedelta(minutes=1),
    attempts=TRIES,
)
async def send_extracts(run: JobRun) -> None:
    """Send each extract that waits, and note that it went out, or why it did not: then the secretary is told. A letter that
    was sent when the worker was killed goes out once more, under the same name."""
    waiting = {
        f"{row['_id']} {sent.person_id}": (str(row["_id"]), sent)
        for row in await with_letters_to_send(run.store)
        for sent in (Dispatch.model_validate(one) for one in row["dispatches"])
        if waits(sent.letter)
    }
    if waiting:
        snapshot = await run.reference.current()
        await run.each(list(waiting), lambda key: _sent(run, *waiting[key], snapshot))


async def _sent(run: JobRun, protocol_id: str, sent: Dispatch, snapshot: Snapshot) -> None:
    assert sent.letter is not None, "a letter waits"
    fault = await _fault(run, protocol_id, sent, snapshot)
    number = sent.letter.letter_no
    await run.apply(note_extract, protocol_id, person_id=sent.person_id, letter_no=number, fault=fault)


async def _fault(run: JobRun, protocol_id: str, sent: Dispatch, snapshot: Snapshot) -> DeliveryFault | None:
    """Send the letter; why it cannot be sent, None where it was. Raises: what may go better the next time."""
    if run.post is None:
        return DeliveryFault.NO_MAIL_SERVER
    to = address_of_official(snapshot, sent.person_id)
    paper = await _extract(run, protocol_id, sent.person_id, snapshot)
    if to is None or paper is None:
        return DeliveryFault.NO_ADDRESS
    assert sent.letter is not None, "a letter waits"
    # Asked for once more, the same extract goes out in another letter.
    name = f"extract-{protocol_id}-{sent.person_id}-{sent.letter.letter_no}"
    door = _door(run, run.post.public_url.rstrip("/"), protocol_id, sent.link, calendar_of(snapshot))
    pdf = await asyncio.to_thread(pdf_of_protocol, paper)
    letter = extract_letter(name, to, paper, pdf, door=door, now=run.now)
    try:
        await run.post.send(letter)
    except LetterRefused:
        return DeliveryFault.ADDRESS_REFUSED
    return None


async def _extract(
    run: JobRun, protocol_id: str, person_id: str, snapshot: Snapshot
) -> PrintedProtocol | None:
    stored = await stored_paper(run.store, protocol_id)
    if stored is None:
        return None
    around = surroundings(snapshot, stored.protocol, stored.meeting, stored.related)
    return extract_for(stored.protocol, around, person_id)


def _door(
    run: JobRun, base: str, protocol_id: str, link: GuestLink | None, calendar: Calendar
) -> AcknowledgingDoor | None:
    """Where the official acknowledges: where people sign in, or by his link; None where that opens nothing any more."""
    if link is None:
        return AcknowledgingDoor(f"{base}/")
    if run.vault is None:
        raise RuntimeError("this process has no keys for personal data, so it can tell no link")
    path = acknowledging_path(run.vault, protocol_id, link) if is_readable(link, run.now) else None
    if path is None:
        return None
    return AcknowledgingDoor(base + path, f"{calendar.local(link.ends_at):%d.%m.%Y}")
