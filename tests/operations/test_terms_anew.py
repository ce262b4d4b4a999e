"""Cases that were stored when searches looked into less of them get the terms that they would have now."""

from typing import Any

from documents.cases.document import Location
from documents.cases.terms_anew import renew_terms
from tests.support.cases import put_case
from tests.support.town import Town


async def test_older_cases_get_the_terms_of_their_answers_and_nothing_else_changes(town: Town) -> None:
    answer = {"no": 1, "text": "Засыпали щебнем", "author_id": "person-assignee", "status": "SENT"}
    spot = Location(latitude=56.2, longitude=89.5)
    await put_case(town, "answered", status="CLOSED", text="Яма", responses=[answer], location=spot)
    await put_case(town, "fresh", status="NEW", text="Снег")
    cases = town.store.collection("cases")
    now = await cases.find_one({"_id": "answered"})
    assert now is not None
    before = {**now, "search_terms": ["^яма", "яма"]}
    del before["point"]
    await cases.replace_one({"_id": "answered"}, before)
    await cases.insert_one({"_id": "odd", "kind": 7})

    async def renewed(*, writes: bool) -> Any:
        return await renew_terms(town.store, told=lambda name, count: None, writes=writes)

    rows = await cases.count_documents({})
    expected = {"rows": rows, "rewritten": 1, "odd": 1}
    assert await renewed(writes=False) == expected
    assert await cases.find_one({"_id": "answered"}) == before
    assert await renewed(writes=True) == expected
    assert await cases.find_one({"_id": "answered"}) == now
    assert await renewed(writes=True) == {**expected, "rewritten": 0}
    await cases.delete_one({"_id": "odd"})
