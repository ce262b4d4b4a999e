"""The world of the leak suite in a real store, and one way to ask it: as somebody, with what came back as one text."""

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, execute, parse, validate

from api.leaks.selection import CORE
from documents.kernel.record import Record
from documents.kernel.store.connection import StoreSettings, open_store
from schema.context import Context
from schema.errors import shown_execution_errors
from tests.leaks import papers_planted, town_planted
from tests.leaks.secrets_planted import Objects, Planted, Secrets
from tests.policy import oracle
from tests.support.asking import CURSORS
from tests.support.town import FOUNDED, NOW, Town, reopen_town


@dataclass(frozen=True)
class Answer:
    """The data, the top-level errors as the door shows them, and both as one text."""

    data: Mapping[str, Any]
    errors: list[dict[str, Any]]
    raw: str

    @property
    def codes(self) -> list[str]:
        """Codes of the top-level errors."""
        return [one["extensions"]["code"] for one in self.errors]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every object in the answer, however deep, that says what is hidden on it."""
        yield from _rows(self.data)


@dataclass
class World:
    """The town, what is planted in it, and who asks."""

    town: Town
    secrets: Secrets
    planted: list[Planted]
    memo: dict[Any, Any] = field(default_factory=dict)

    async def ask(self, login: str, document: str, **variables: Any) -> Answer:
        """Ask as somebody; errors are shown as the HTTP door shows them."""
        who = await self.town.who(login)
        context = Context(container=self.town.container, cursors=CURSORS, now=NOW, who=who)
        result = execute(CORE, _read(document), variable_values=variables, context_value=context)
        result = await result if inspect.isawaitable(result) else result
        errors = shown_execution_errors(list(result.errors or ()), "ru", request_id="leaks")
        raw = json.dumps([result.data, errors], ensure_ascii=False, default=str)
        return Answer(result.data or {}, errors, raw)

    def of(self, *type_names: str, where: Callable[[Planted], bool] | None = None) -> list[Planted]:
        """Planted objects of these types."""
        return [one for one in self.planted if one.type_name in type_names and (where is None or where(one))]

    def seen(self, person: oracle.Person, *type_names: str) -> set[str]:
        """Global ids of the objects of these types that the person may see."""
        return {one.global_id for one in self.of(*type_names) if one.is_seen_by(person)}

    def by_global_id(self, global_id: str) -> Planted | None:
        """The planted object under a global id; None for reference data that hold no secret."""
        if "by id" not in self.memo:
            self.memo["by id"] = {one.global_id: one for one in self.planted}
        found: Planted | None = self.memo["by id"].get(global_id)
        return found


@lru_cache(maxsize=1_000)
def _read(document: str) -> DocumentNode:
    """The document, read and validated once for all roles."""
    read = parse(document)
    wrong = validate(CORE, read)
    assert not wrong, wrong
    return read


async def found_world(url: str, database: str) -> World:
    """Plant everything in an empty database of the server at `url`."""
    objects = Objects(Secrets())
    empty = await open_store(StoreSettings(url=url, database=database), [])
    await empty.drop()
    await empty.close()
    town = await reopen_town(url, database)
    await town.load(town_planted.records(objects), FOUNDED)
    await _store(town, papers_planted.cases(objects))
    await _store(town, papers_planted.papers(objects))
    await _store(town, papers_planted.accesses(objects))
    return World(town, objects.secrets, objects.planted)


async def _store(town: Town, records: Iterable[Record]) -> None:
    rows: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        rows.setdefault(record.collection_name(), []).append(record.to_row())
    for name, found in rows.items():
        await town.store.collection(name).insert_many(found)


def _rows(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _rows(one)
    elif isinstance(value, Mapping):
        if "id" in value and "hiddenFields" in value:
            yield value
        for one in value.values():
            yield from _rows(one)
