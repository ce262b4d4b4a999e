"""A piece of a text, as a search shows it, is a leak to whoever may not read the text, and none to whoever may."""

import json

import pytest

from api.leaks.owners import Owner
from api.leaks.people import Asker
from api.leaks.pipelines import StoredRows
from api.leaks.restricted import Restricted
from api.leaks.rights import RightsHolder
from api.leaks.truth import Truth
from tests.support.town import NOW

STREET = "Вымышленная"
TEXT = f"Яма на дороге у дома 5,\nулица {STREET}, объехать её негде"
PIECE = f"…дороге у дома 5, улица ⟦{STREET}⟧, объехать…"


@pytest.mark.parametrize(
    ("readable", "is_leak"), [({TEXT}, False), ({"Другой текст"}, True), ({STREET.lower()}, True)]
)
def test_a_piece_is_told_to_who_may_read_what_it_was_cut_from(readable: set[str], is_leak: bool) -> None:
    asker = Asker("a", ("CURATOR",), RightsHolder((), person_id=None, account_id="a"))
    asker.memo.update({"forbidden": {STREET.casefold(): [STREET]}, "readable": frozenset(readable)})
    owner = Owner("Message", "1", "location.street", lambda _: False)
    restricted = Restricted(Truth(StoredRows(), NOW), {STREET: [owner]})

    found = list(restricted.found_in(json.dumps({"fragments": [PIECE]}, ensure_ascii=False), asker))

    assert found == ([owner] if is_leak else [])
