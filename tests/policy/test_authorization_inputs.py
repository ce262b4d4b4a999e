"""Documents that stand alike to somebody get the same decisions: what lists work out once holds for all of them."""

import inspect
import re
from random import Random

from auth.actions import Action
from auth.policy import limits
from auth.policy.decide import allows, authorization_inputs, hidden, withholding
from auth.policy.limits import Limit
from auth.policy.table import FIELDS
from tests.policy.oracle import Person, Seat
from tests.policy.world import document, people, principal, resource_of

OF_CASES = [action for action in Action if resource_of(action.value) == "case"]
CASES = [document("case", Random(f"standing {number}")) for number in range(150)]


def test_what_stands_alike_is_decided_alike() -> None:
    chance = Random("standing")
    met = 0
    for someone in people(40, chance):
        who = principal(someone)
        seen: dict[tuple[str, object], dict[str, tuple[bool, object]]] = {}
        for drawn in CASES:
            decided: dict[str, tuple[bool, object]] = {}
            for action in OF_CASES:
                decision = allows(who, action, drawn)
                decided[action.value] = (decision.allowed, decision.failed_limit)
            key = (str(drawn["kind"]), authorization_inputs(who).of(drawn))
            met += key in seen
            assert seen.setdefault(key, decided) == decided
    assert met > 150


def test_rows_that_stand_alike_withhold_the_same() -> None:
    chance = Random("withholding")
    met = shown = 0
    for someone in people(40, chance):
        who = principal(someone)
        rights = withholding(who, "case")
        seen: dict[object, frozenset[str]] = {}
        for drawn in CASES:
            key = rights.of(drawn) if rights else None
            met, shown = met + (key in seen), shown + (rights is None)
            withheld = hidden(who, "case", drawn)
            assert seen.setdefault(key, withheld) == withheld
            assert rights is not None or not seen[key]
    assert met > 150
    assert shown > 0


def test_every_condition_of_a_withheld_field_says_what_it_reads() -> None:
    conditional = [field for field in FIELDS if field.when is not None]
    assert conditional
    for field in conditional:
        assert field.when is not None
        named = set(re.findall(r"document(?:\.get\(|\[)\"(\w+)\"", inspect.getsource(field.when)))
        assert named, field.path
        assert named == set(field.reads), field.path


def test_every_limit_says_what_it_reads() -> None:
    found = [one for one in vars(limits).values() if isinstance(one, Limit)]
    assert found
    for limit in found:
        source = inspect.getsource(limit.predicate)
        named = set(re.findall(r"document(?:\.get\(|\[)\"(\w+)\"", source))
        for helper in re.findall(r"(_\w+)\(who, grant, document\)", source.partition(":")[2]):
            named |= set(re.findall(r"document\.get\(\"(\w+)\"", inspect.getsource(getattr(limits, helper))))
        assert named <= set(limit.reads), limit.name


def test_what_decides_on_withheld_fields_is_found_once() -> None:
    head, lead = (principal(Person((seat,))) for seat in (Seat("HD"), Seat("SL", sectors=("ROADS",))))
    assert withholding(head, "case") is None
    assert withholding(head, "case") is None
    assert withholding(lead, "case") is withholding(lead, "case") is not None
