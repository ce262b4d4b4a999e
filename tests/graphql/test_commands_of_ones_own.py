"""What a person is told and keeps takes the same commands for two rows as for many: what the rows name is read together."""

from collections.abc import Awaitable, Callable, Mapping

import pytest

from api.leaks.selection import everything
from documents.disclosures.document import PersonalDataAccess
from documents.exports.keeping import ask_export
from documents.kernel.read.paging import sort_value
from documents.kernel.store.connection import Session
from documents.notifications.telling import tell
from documents.saved_filters.keeping import save_filter
from documents.watching.keeping import watch
from schema.build import schema
from tests.support.asking import ask
from tests.support.numbered import fill
from tests.support.town import NOW, Town

ME, MY_ACCOUNT = "person-head", "account-head"
FEW, MANY = 2, 20


async def told(town: Town, number: int) -> None:
    """Have me be told of a case."""
    row_id = f"{number:032x}"
    row = {
        "_id": row_id,
        "person_id": ME,
        "kind": "CASE_OVERDUE",
        "relations": ["CENTER_HEAD"],
        "at": NOW,
        "object_collection": "cases",
        "object_id": f"counted-{number}",
        "in_inbox": True,
        "read_at": None,
        "mail_state": None,
        "mail_due_at": None,
        "sort_at": sort_value(NOW, row_id),
    }

    async def body(session: Session) -> None:
        await tell(town.store, session, [row], NOW)

    await town.store.transaction(body, attempts=1)


async def watched(town: Town, number: int) -> None:
    """Have me watch a case."""
    await watch(town.store, ME, f"counted-{number}", NOW)


async def noted(town: Town, number: int) -> None:
    """Note that I was shown personal data of a case."""
    access = PersonalDataAccess(
        id=f"access-{number}",
        updated_at=NOW,
        kind="REVEAL",
        at=NOW,
        day=NOW.date().isoformat(),
        account_id=MY_ACCOUNT,
        person_id=ME,
        role="CENTER_HEAD",
        case_id=f"counted-{number}",
        fields=["PHONE"],
        reason="Перезвонить",
    )
    access.derive()
    await town.store.collection(PersonalDataAccess.collection_name()).insert_one(access.to_row())


async def saved(town: Town, number: int) -> None:
    """Save a filter of mine."""
    await save_filter(town.store, f"filter-{number}", ME, title="Мои", given={}, role=None, now=NOW)


async def wanted(town: Town, number: int) -> None:
    """Ask for a file with cases."""
    await ask_export(
        town.store,
        f"export-{number}",
        account_id=MY_ACCOUNT,
        scope=None,
        rights="",
        list_name="CASES",
        given={},
        columns=["number"],
        form="CSV",
        now=NOW,
    )


KEPT: Mapping[str, Callable[[Town, int], Awaitable[None]]] = {
    "notifications": told,
    "watchedCases": watched,
    "personalDataAccessLog": noted,
    "savedFilters": saved,
    "exports": wanted,
}
"""Query → how a row of it comes to be."""


@pytest.fixture(scope="module", autouse=True)
async def filled(town: Town) -> None:
    """Cases that rows can name."""
    await fill(town)


@pytest.mark.parametrize("name", KEPT)
async def test_more_rows_take_no_more_commands(town: Town, name: str) -> None:
    assert schema._schema.query_type is not None
    field = schema._schema.query_type.fields[name]
    size = "(first: 50)" if "first" in field.args else ""
    document = f"{{ {name}{size} {everything(str(field.type).strip('[]!'))} }}"
    took: dict[int, list[str]] = {}
    for before, rows in ((0, FEW), (FEW, MANY)):
        for number in range(before + 1, rows + 1):
            await KEPT[name](town, number)
        with town.recorder.capturing() as captured:
            answer = await ask(town, "head", document)
        assert answer.data is not None, answer.errors
        shown = answer.data[name]
        assert len(shown["nodes"] if isinstance(shown, dict) else shown) == rows
        took[rows] = sorted(one.collection for one in captured.commands)

    assert took[FEW] == took[MANY]
