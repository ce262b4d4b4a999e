"""A backup holds what was stored at one moment, opens for those it was sealed for alone, and is restored as it was."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pyrage.x25519 import Identity, Recipient

from api.backups.archive import RowSum
from api.backups.marks import RESTORING, is_half_restored
from api.backups.restoring import RestoreRefused, make_empty, restore, tallies_of, verified
from api.backups.sealing import BackupUnfit, identities_in, new_identity, recipients_of
from api.backups.writing import Written, write_backup
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.submissions.operations import answering
from tests.support.cases import registered, routed
from tests.support.store import own
from tests.support.town import NOW, Town

KEY, RECIPIENT = new_identity()
IDENTITIES = [Identity.from_str(KEY)]
RECIPIENTS = [Recipient.from_str(RECIPIENT)]


def nobody(name: str, done: int) -> None:
    """Progress that nobody looks at."""


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def backed_up(town: Town, path: Path) -> Written:
    return await write_backup(town.store, path, RECIPIENTS, {"database": "town"}, NOW, nobody)


@pytest.fixture
async def empty(store_url: str) -> AsyncIterator[Store]:
    """An empty database, as a new installation has it."""
    store = await open_store(StoreSettings(url=store_url, database=own("restored")), ())
    await store.drop()
    yield store
    await store.drop()
    await store.close()


async def test_every_row_is_restored_as_it_was(town: Town, empty: Store, tmp_path: Path) -> None:
    case = await routed(town)
    written = await backed_up(town, tmp_path / "one.age")
    restored = await restore(empty, tmp_path / "one.age", IDENTITIES, NOW, nobody)
    assert restored == written.tallies
    # An empty collection is made by the next start, with its indexes.
    assert {name: one for name, one in restored.items() if one.rows} == await tallies_of(empty)
    assert restored["cases"].rows == 1
    assert restored["events"].rows == await town.event_count()
    there = await town.store.find("cases", {"_id": case.id})
    assert await empty.find("cases", {"_id": case.id}) == there
    assert not await is_half_restored(empty)


async def test_sessions_and_what_is_noted_of_the_upkeep_are_in_no_backup(town: Town, tmp_path: Path) -> None:
    await town.store.collection("sessions").insert_one({"_id": "one that may be ended tomorrow"})
    written = await backed_up(town, tmp_path / "one.age")
    assert {"sessions", "lockouts", "maintenance"}.isdisjoint(written.tallies)
    assert {"cases", "events", "accounts", "applicants"} <= set(written.tallies)


async def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(town: Town) -> None:
    before = await routed(town)
    async with town.store.snapshot() as snapshot:
        # Cases come before events: what is routed between both would show there as events of an older case.
        cases = {row["_id"]: row["revision"] async for row in snapshot.rows("cases")}
        await routed(town)
        await town.do("assignee", answering.start_work, before.id)
        events = [row async for row in snapshot.rows("events")]
    told = [(row["object_id"], row["sequence"]) for row in events if row["object_collection"] == "cases"]
    assert cases == {before.id: before.revision}
    assert sorted(told) == [(before.id, number + 1) for number in range(before.revision)]


async def test_a_backup_notes_when_it_was_made(town: Town, tmp_path: Path) -> None:
    written = await backed_up(town, tmp_path / "one.age")
    noted = await town.store.maintenance.noted("backup")
    assert noted is not None
    assert (noted["at"], noted["rows"]) == (NOW, written.rows)


async def test_nothing_is_written_over(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "one.age"
    await backed_up(town, path)
    first = path.read_bytes()
    with pytest.raises(BackupUnfit, match="is there already"):
        await backed_up(town, path)
    assert path.read_bytes() == first


async def test_a_failure_leaves_no_file(town: Town, tmp_path: Path) -> None:
    with pytest.raises(BackupUnfit, match="cannot be written"):
        await backed_up(town, tmp_path / "no such folder" / "one.age")

    class Away(Exception):
        """The store goes away in the middle."""

    def gone(name: str, done: int) -> None:
        raise Away

    await registered(town)
    with pytest.raises(Away):
        await write_backup(town.store, tmp_path / "one.age", RECIPIENTS, {}, NOW, gone)
    assert names_in(tmp_path) == []


async def test_the_plain_text_of_a_case_is_nowhere_in_the_file(town: Town, tmp_path: Path) -> None:
    await registered(town, text="Неповторимаяфраза")
    await backed_up(town, tmp_path / "one.age")
    assert "Неповторимаяфраза".encode() not in (tmp_path / "one.age").read_bytes()
    assert (tmp_path / "one.age").stat().st_mode & 0o077 == 0


async def test_another_key_opens_nothing(town: Town, empty: Store, tmp_path: Path) -> None:
    await backed_up(town, tmp_path / "one.age")
    stranger = [Identity.from_str(new_identity()[0])]
    with pytest.raises(BackupUnfit, match="cannot be opened with this key"):
        await restore(empty, tmp_path / "one.age", stranger, NOW, nobody)
    assert await tallies_of(empty) == {}


@pytest.mark.parametrize("keeps", [0, 10, 300, -17, -1])
async def test_a_backup_that_was_cut_short_is_refused(town: Town, tmp_path: Path, keeps: int) -> None:
    path = tmp_path / "one.age"
    await backed_up(town, path)
    path.write_bytes(path.read_bytes()[:keeps])
    with pytest.raises(BackupUnfit, match=r"cannot be (opened|read)"):
        verified(path, IDENTITIES, nobody)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
async def test_a_backup_that_was_altered_is_refused(town: Town, tmp_path: Path, share: float) -> None:
    path = tmp_path / "one.age"
    await backed_up(town, path)
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 1
    path.write_bytes(content)
    with pytest.raises(BackupUnfit, match=r"cannot be (opened|read)"):
        verified(path, IDENTITIES, nobody)


async def test_a_sound_backup_is_read_without_a_database(town: Town, tmp_path: Path) -> None:
    written = await backed_up(town, tmp_path / "one.age")
    about, tallies = verified(tmp_path / "one.age", IDENTITIES, nobody)
    assert about["database"] == "town"
    assert tallies == written.tallies


async def test_a_database_that_holds_data_is_left_as_it_is(town: Town, tmp_path: Path) -> None:
    await backed_up(town, tmp_path / "one.age")
    before = await tallies_of(town.store)
    with pytest.raises(RestoreRefused, match="holds data"):
        await restore(town.store, tmp_path / "one.age", IDENTITIES, NOW, nobody)
    assert await tallies_of(town.store) == before


async def test_a_restore_that_was_broken_off_begins_anew(town: Town, empty: Store, tmp_path: Path) -> None:
    await routed(town)
    written = await backed_up(town, tmp_path / "one.age")

    class Killed(Exception):
        """The process ends in the middle."""

    def killed(name: str, done: int) -> None:
        if name == "events":
            raise Killed

    with pytest.raises(Killed):
        await restore(empty, tmp_path / "one.age", IDENTITIES, NOW, killed)
    assert await is_half_restored(empty)
    with pytest.raises(BackupUnfit, match="only a part"):
        await write_backup(empty, tmp_path / "half.age", RECIPIENTS, {}, NOW, nobody)
    await make_empty(empty)
    assert await restore(empty, tmp_path / "one.age", IDENTITIES, NOW, nobody) == written.tallies
    assert await empty.maintenance.noted(RESTORING) is None


async def test_a_row_that_the_database_did_not_keep_is_told(town: Town, empty: Store, tmp_path: Path) -> None:
    await routed(town)
    await backed_up(town, tmp_path / "one.age")

    class Forgetful(Store):
        async def put_rows(self, collection: str, rows: object) -> None:
            if collection != "events":
                await empty.put_rows(collection, rows)  # type: ignore[arg-type]

    forgetful = Forgetful(empty._client, empty.database_name)
    with pytest.raises(RestoreRefused, match=r"other rows than it was given: events\."):
        await restore(forgetful, tmp_path / "one.age", IDENTITIES, NOW, nobody)
    assert await is_half_restored(empty)


def test_digests_do_not_depend_on_the_order_of_rows_but_on_every_one_of_them() -> None:
    rows = [b"one", b"two", b"two"]

    def tally(*found: bytes) -> RowSum:
        made = RowSum()
        for row in found:
            made.add(row)
        return made

    assert tally(*rows) == tally(*reversed(rows))
    assert len({str(tally(*some).shown()) for some in (rows, rows[:2], [b"one", b"two", b"twp"], [])}) == 4


def test_a_backup_is_sealed_for_somebody() -> None:
    for texts in ((), ("age1nobody",), (KEY,)):
        with pytest.raises(BackupUnfit, match=r"Nobody could open|not one of age"):
            recipients_of(texts)


def test_a_key_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"# recipient: {RECIPIENT}\n\n{KEY}\n")
    assert [str(one.to_public()) for one in identities_in(path)] == [RECIPIENT]
    for content in ("", "# nothing\n", RECIPIENT):
        path.write_text(content)
        with pytest.raises(BackupUnfit, match="holds no key"):
            identities_in(path)
    with pytest.raises(BackupUnfit, match="cannot be read"):
        identities_in(tmp_path / "nowhere")
