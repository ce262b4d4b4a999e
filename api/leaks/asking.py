"""How doors are asked: requests as large as an operation may be, by the cost that the engine reckons beforehand."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from api.leaks.answers import Judge, Probe
from api.leaks.asgi import AsgiClient, Reply
from api.leaks.findings import CheckKind, Sort, Tally
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import lexemes, listed_by, pieces, query_fields, shown_by
from api.leaks.truth import Truth
from schema.engine.prepared import PreparedDocuments

ROOT_FIELDS = 10
MOST_POINTS, MOST_FIELDS, MOST_LEXEMES = 1_900, 1_900, 990
"""An operation may cost 2 000 points, select 2 000 fields, hold 1 000 lexemes and ten fields at the top (contract, §4)."""

LEXEMES_OF_A_VARIABLE = 12
"""What declaring two variables takes."""


class Enough(Exception):
    """What was looked for has been found: nothing more is asked."""


Until = Callable[[Tally, str, str], bool]
"""Whether what was found so far is enough of a door and a role."""


@dataclass(frozen=True)
class Driver:
    """One installation to ask. `sample` is how many objects of a kind are looked at; None looks at all.

    `singly` is how many of a kind are asked for one by one all the same: lists and `nodes` show the others. `now` tells
    the moment of the installation. `turns`: account → its place among those who may ask, where what all of them would ask
    alike is spread over them.
    `until` tells of what was found so far whether that is enough of a door and a role.
    """

    client: AsgiClient
    operations: PreparedDocuments
    truth: Truth
    judge: Judge
    sample: int | None
    singly: int
    now: Callable[[], datetime]
    turns: Mapping[str, int] = field(default_factory=dict)
    until: Until | None = None

    @property
    def tally(self) -> Tally:
        """What was compared and found."""
        return self.judge.tally

    def in_turn(self, asker: Asker, door: str, found: Sequence[Any]) -> list[Any]:
        """Choose what an asker asks of what there is to ask at a door: all of it, or where that is spread, the part whose
        turn it is.

        Each asker has another part, and the same asker another part at each door; together they ask all of it.
        """
        turn = self.turns.get(asker.account_id)
        if turn is None or not found:
            return list(found)
        step = min(len(found), len(self.turns))
        # The place of a door is made of its name: it stays where it is when others come and go.
        return list(found[(turn + sum(door.encode())) % step :: step])

    def begin(self, asker: Asker, door: str) -> None:
        """Begin another request to a door. Raises: Enough."""
        if self.until is not None and self.until(self.tally, door, asker.label):
            raise Enough
        self.tally.requests += 1

    def some(self, found: Iterable[Any]) -> list[Any]:
        """Return all of them, or as many as the sample has."""
        return list(found)[: self.sample]

    def few(self, rows: Sequence[tuple[str, Row]]) -> list[tuple[str, Row]]:
        """Choose objects to ask for one by one: spread over what is there, sensitive ones among them."""
        most = min(self.singly, self.sample or self.singly)
        sensitive = [one for one in rows if one[1].get("is_sensitive")][: most // 4]
        taken = {row["_id"] for _, row in sensitive}
        others = [one for one in rows if one[1]["_id"] not in taken]
        step = max(1, math.ceil(len(others) / max(1, most - len(sensitive))))
        return [*sensitive, *others[::step]][:most]

    def note(
        self,
        asker: Asker,
        door: str,
        sort: Sort,
        check: CheckKind,
        place: str,
        *,
        query: str | None = None,
        about: tuple[str, str] | None = None,
    ) -> None:
        """Note what is wrong with what a door answers, with the query that shows it."""
        self.judge.note(Probe(door, asker, query or ""), sort, check, place, about)

    async def ask(
        self,
        asked: Probe,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        is_judged: bool = True,
    ) -> Reply:
        """Ask GraphQL once and judge the whole answer, unless what may be shown is compared by who asks. Raises: Enough."""
        self.begin(asked.asker, asked.door)
        reply = await self.client.ask(asked.asker.token or None, document, variables)
        if is_judged:
            self.judge.judge(asked, reply)
        return reply

    def fields(self, document: str) -> int:
        """Tell how many fields an operation selects once its fragments are expanded."""
        return self.operations.choose(self.operations.prepare(document), None).figures.fields

    def points(self, document: str) -> int:
        """Tell what an operation costs."""
        operation = self.operations.choose(self.operations.prepare(document), None)
        return self.operations.cost(operation).points({})

    def affordable(self, document: str, fixed: str) -> int:
        """Tell how many times one operation may hold the only field of a document, of which `fixed` is held once."""
        whole, once = lexemes(document), lexemes(fixed)
        most = (
            MOST_POINTS // max(1, self.points(document)),
            MOST_FIELDS // max(1, self.fields(document)),
            (MOST_LEXEMES - once) // (whole - once + LEXEMES_OF_A_VARIABLE),
        )
        return max(1, min(ROOT_FIELDS, *most))

    async def each(
        self, asker: Asker, door: str, arguments: list[str], body: str
    ) -> tuple[list[Any], list[Reply]]:
        """Ask a field once for each of these arguments, several in a request.

        Gives the values in their order (None where an answer has no data) and the replies.
        """
        shown = shown_by(door)
        values: list[Any] = []
        replies: list[Reply] = []
        if not arguments:
            return values, replies
        one, _ = _with_variables(door, _calls(door, arguments[:1], shown, body))
        for batch in _batches(arguments, self.affordable(one, body)):
            brief = f"{{ {door}{_given(batch[0])} {{ %s }} }}"
            document, variables = _with_variables(door, _calls(door, batch, shown, body))
            reply = await self.ask(Probe(door, asker, brief), document, variables)
            values += [reply.data.get(f"a{number}") for number in range(len(batch))]
            replies.append(reply)
        return values, replies

    def pieces_of(self, door: str, argument: str) -> tuple[str, ...]:
        """Return all that a field shows, in selections that an operation may hold; without histories where lists of them may
        not be asked for, since each type is looked up with its own."""
        shown = shown_by(door)
        found = pieces(shown)
        is_affordable = all(self.points(_calls(door, [argument], shown, one)) <= MOST_POINTS for one in found)
        return found if is_affordable else pieces(shown, deep=False)

    def page_size(self, door: str, body: str) -> int:
        """Tell how many rows of a list fit into one operation."""
        one, two = (
            self.points(
                shown_as_all(f"{door}(first: {rows}) {{ nodes {{ ...All }} }}", listed_by(door), body)
            )
            for rows in (1, 2)
        )
        fixed = 2 * one - two
        return max(1, min(100, (MOST_POINTS - 40 - fixed) // max(1, one - fixed)))


def _calls(door: str, arguments: Iterable[str], shown: str, body: str) -> str:
    """Several calls of a field; what they select stands once, as a fragment."""
    if not body:
        calls = " ".join(f"a{number}: {door}{_given(one)}" for number, one in enumerate(arguments))
        return f"{{ {calls} }}"
    calls = " ".join(f"a{number}: {door}{_given(one)} {{ ...All }}" for number, one in enumerate(arguments))
    return shown_as_all(calls, shown, body)


def shown_as_all(calls: str, shown: str, body: str, *, declared: str = "") -> str:
    """Return a document of these calls, which spread what is asked of each object of a type: it stands once, at the end."""
    return f"{declared}{{ {calls} }} fragment All on {shown} {{ {body} }}"


_STRING = re.compile(r'(\w+): "([^"\\]*)"')


def _with_variables(door: str, document: str) -> tuple[str, dict[str, str]]:
    """A document whose texts are variables, so that one that others have asked is read and validated once."""
    arguments, variables, declared = query_fields()[door].args, dict[str, str](), []
    head, rest = document.split("} fragment", 1) if "} fragment" in document else (document, "")

    def named(found: re.Match[str]) -> str:
        if found[1] not in arguments:
            return found[0]
        name = f"v{len(variables)}"
        variables[name] = found[2]
        declared.append(f"${name}: {arguments[found[1]].type}")
        return f"{found[1]}: ${name}"

    head = _STRING.sub(named, head)
    rest = f"}} fragment{rest}" if rest else ""
    return (f"query({', '.join(declared)}) {head}{rest}" if declared else document), variables


def _given(arguments: str) -> str:
    return f"({arguments})" if arguments else ""


def _batches(found: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(found), size):
        yield found[start : start + size]
