"""A searched list shows where each case was found, in what the reader may read and nowhere else."""

from typing import Any

from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import Town


async def put(town: Town, name: str, **given: Any) -> None:
    """Store a case, a new one where nothing else is said."""
    await put_case(town, name, **{"status": "NEW", **given})


HIGHLIGHTS = """query($f: CaseFilter) { cases(first: 100, filter: $f) {
  nodes { number highlights { field fragments } } edges { node { highlights { field } } } } }"""


async def highlighted(town: Town, login: str, **given: Any) -> dict[str, dict[str, list[str]]]:
    """Number → field → fragments."""
    nodes = (await ask(town, login, HIGHLIGHTS, f=given))["cases"]["nodes"]
    return {node["number"]: {one["field"]: one["fragments"] for one in node["highlights"]} for node in nodes}


async def test_a_search_looks_into_answers_and_shows_where_it_was_found(town: Town) -> None:
    answer = {"no": 1, "text": "Провал засыпан щебнем", "author_id": "person-assignee", "status": "SENT"}
    await put(town, "shown", text="Провал у дома", summary="Яма", responses=[answer], tags=["где"])
    await put(town, "unshown", text="Снег во дворе", tags=["где"])
    found = await highlighted(town, "head", search="провал", tags=["где"])
    assert found == {"shown": {"text": ["⟦Провал⟧ у дома"], "responses.text": ["⟦Провал⟧ засыпан щебнем"]}}
    assert await highlighted(town, "head", search="щебн", tags=["где"]) == {
        "shown": {"responses.text": ["Провал засыпан ⟦щебнем⟧"]}
    }
    assert await highlighted(town, "head", tags=["где"]) == {"shown": {}, "unshown": {}}
    await put(town, "2026-888001")
    assert await highlighted(town, "head", search="2026-8880") == {
        "2026-888001": {"number": ["⟦2026-8880⟧01"]}
    }


async def test_no_piece_is_shown_of_what_the_reader_does_not_read(town: Town) -> None:
    said = "Провал. Звоните: +7 900 000-12-34, Мария Петрова"
    answer = {"no": 1, "text": "Провал засыпан", "author_id": "person-assignee", "status": "SENT"}
    given: dict[str, Any] = {"summary": "Провал", "text": said, "responses": [answer], "tags": ["тайна"]}
    await put(town, "open", **given)
    await put(town, "closed", **given, is_sensitive=True)
    asked: dict[str, Any] = {"search": "провал", "tags": ["тайна"]}
    plain, redacted = await highlighted(town, "pos", **asked), await highlighted(town, "info", **asked)
    assert "+7 900 000-12-34" in plain["open"]["text"][0]
    assert "000-12-34" not in str(redacted)
    assert "[телефон]" in redacted["open"]["text"][0]
    assert redacted["closed"] == {"summary": ["⟦Провал⟧"]}
    # A word of what is closed finds nothing, so there is nothing to show of it.
    assert await highlighted(town, "info", search="засыпан", tags=["тайна"]) == {
        "open": {"responses.text": ["Провал ⟦засыпан⟧"]}
    }


async def test_each_list_of_an_operation_shows_what_it_was_searched_for(town: Town) -> None:
    await put(town, "both", summary="Яма и снег", tags=["оба"])
    lists = " ".join(
        f'{name}: cases(first: 5, filter: {{search: "{word}", tags: ["оба"]}}) {{ nodes {{ highlights {{ fragments }} }} }}'
        for name, word in (("a", "яма"), ("b", "снег"))
    )
    answer = await ask(town, "head", f"{{ {lists} }}")
    shown = [answer[name]["nodes"][0]["highlights"] for name in ("a", "b")]
    assert shown == [[{"fragments": ["⟦Яма⟧ и снег"]}], [{"fragments": ["Яма и ⟦снег⟧"]}]]
