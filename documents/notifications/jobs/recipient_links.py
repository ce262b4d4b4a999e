"""Jobs on links by which bodies without accounts answer: they go out by e-mail, and those that nobody opens are told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from auth.actions import Action
from documents.cases.linking import address_of_body, answering_link
from documents.cases.pipelines import with_links
from documents.cases.routed import QUEUED, SENT, RecipientLink
from documents.cases.vocabulary import DeliveryFault
from documents.center.calendars import calendar_of
from documents.center.settings import UNOPENED_LINK, UNOPENED_LINK_DAYS, setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.jobs import JobRun, job
from documents.kernel.write.letters import LetterRefused
from documents.recipient_links import by_link
from documents.submissions.jobs import TRIES
from documents.submissions.letters import link_letter

Row = Mapping[str, Any]


@job(
    title="Отправка ссылок органам без учётных записей",
    actions={Action.SUBMISSION_ROUTE, Action.INCIDENT_ROUTE},
    every=timedelta(minutes=1),
    attempts=TRIES,
)
async def send_recipient_links(run: JobRun) -> None:
    """Send the bodies without accounts the links by which they answer, and note of each that it went out, or why it did not:
    then the desk is told. A letter that was sent when the worker was killed goes out once more, under the same name."""
    waiting = {row["_id"]: row for row in await with_links(run.store, QUEUED)}
    if waiting:
        snapshot = await run.reference.current()
        await run.each(list(waiting), lambda case_id: _link_sent(run, waiting[case_id], snapshot))


async def _link_sent(run: JobRun, row: Row, snapshot: Snapshot) -> None:
    link = RecipientLink(**row["routings"][-1]["link"])
    fault = await _link_fault(run, row, link, snapshot)
    note = by_link(row["kind"]).note_sent
    await run.apply(note, row["_id"], digest=link.digest, letter_no=link.letter_no, fault=fault)


async def _link_fault(run: JobRun, row: Row, link: RecipientLink, snapshot: Snapshot) -> DeliveryFault | None:
    """Send the letter with a link; why it cannot be sent, None where it was. Raises: what may go better the next time."""
    if run.post is None:
        return DeliveryFault.NO_MAIL_SERVER
    if run.vault is None:
        raise RuntimeError("this process has no keys for personal data, so it can tell no link")
    to = address_of_body(snapshot, row["recipient_id"])
    told = answering_link(run.vault, row["_id"], link)
    if to is None or told is None:
        return DeliveryFault.NO_ADDRESS
    whole = replace(told, path=run.post.public_url.rstrip("/") + told.path)
    # Asked for once more, the same link goes out in another letter.
    name = f"link-{row['_id']}-{len(row['routings'])}-{link.letter_no}"
    letter = link_letter(name, to, row, whole, calendar=calendar_of(snapshot), now=run.now)
    try:
        await run.post.send(letter)
    except LetterRefused:
        return DeliveryFault.ADDRESS_REFUSED
    return None


@job(
    title="Неоткрытые ссылки для ответа",
    actions={Action.SUBMISSION_ROUTE, Action.INCIDENT_ROUTE},
    every=timedelta(minutes=10),
)
async def note_unopened_links(run: JobRun) -> None:
    """Have the desk and the lead told of the links that no body has opened within the days of the setting, once of each."""
    snapshot = await run.reference.current()
    days = setting(snapshot, UNOPENED_LINK, default=UNOPENED_LINK_DAYS)
    until = run.now - timedelta(days=days)
    rows = await with_links(run.store, SENT)
    late = {row["_id"]: row for row in rows if row["routings"][-1]["link"]["sent_at"] <= until}

    async def note(case_id: str) -> None:
        row = late[case_id]
        digest = row["routings"][-1]["link"]["digest"]
        await run.apply(by_link(row["kind"]).note_unopened, case_id, digest=digest)

    await run.each(list(late), note)
