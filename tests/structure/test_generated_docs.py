"""The pages under docs/ that are made from the code say what the code says."""

import functools
from pathlib import Path

import pytest

from api.dev.docs import pages
from api.dev.docs.declarations import (
    BROUGHT_ABOUT,
    declared_events,
    declared_operations,
    events_of,
    is_served,
)
from api.dev.docs.errors import drawn_facts
from api.dev.docs.folder import FOLDER
from api.dev.docs.pages import PAGES, stale, write
from auth.actions import Action
from auth.errors import PRECEDENCE, REQUEST_ERRORS
from documents.aggregates import MACHINES
from documents.imports.past import PAST
from documents.loading.operations import LOADED
from schema.build import sdl

ROOT = Path(__file__).resolve().parents[2]
TOLD = "run `make docs` and commit what it writes"


@functools.cache
def made(name: str) -> str:
    """What a page says, made once for all who look at it."""
    return PAGES[name]()


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    path = FOLDER / name
    assert path.is_file(), f"docs/{name} is missing: {TOLD}"
    assert path.read_text(encoding="utf-8") == made(name), f"docs/{name} is stale: {TOLD}"


def test_the_committed_sdl_is_that_of_the_schema() -> None:
    committed = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
    assert committed == sdl(), f"schema/schema.graphql is stale: {TOLD}"


def test_writing_the_pages_leaves_none_stale_and_only_touches_those_that_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGES", {name: functools.partial(made, name) for name in PAGES})
    assert write(tmp_path) == list(PAGES)
    (tmp_path / "states.md").write_text("old", encoding="utf-8")
    assert stale(tmp_path) == ["states.md"]
    assert write(tmp_path) == ["states.md"]
    assert stale(tmp_path) == []


def test_every_action_stands_in_the_matrix_of_rights() -> None:
    page = made("permissions.md")
    assert [action.value for action in Action if f"| `{action.value}` |" not in page] == []


def test_every_operation_tells_which_events_it_emits_but_the_import_whose_steps_are_data() -> None:
    names = {kind.name for kind in declared_events()}
    found = {one.name: events_of(one) for one in declared_operations()}
    assert [name for name, told in found.items() if not told] == ["import_case"]
    assert {name for told in found.values() for name in told} <= names


def test_events_are_followed_into_the_body_of_another_operation_and_through_a_table() -> None:
    found = {one.name: events_of(one) for one in declared_operations()}
    assert found["appoint_first_head"] == found["appoint_member"] != ()
    assert found["load_rows"] == tuple(LOADED.values())


def test_every_event_has_something_that_emits_it() -> None:
    emitted = {name for one in declared_operations() for name in events_of(one)}
    emitted |= {past.event for past in PAST.values()}
    assert {kind.name for kind in declared_events()} - emitted == set()


FOLLOWING = ("proposal.taken_off_agenda", "proposal.put_on_agenda")
DECIDED = ("proposal.rejected", "proposal.accepted")


def test_what_another_operation_brings_about_has_an_event_there() -> None:
    assert {
        name: events_of(one) for one in declared_operations() for name in _brought_about_by(one.name)
    } == {
        "issue_assignment": ("protocol.dispatched", "assignment.issued"),
        "cancel_assignment": ("protocol.signed", "protocol.corrected", "assignment.cancelled"),
        "put_on_agenda": ("meeting.scheduled", *FOLLOWING),
        "take_off_agenda": ("meeting.updated", "meeting.recomposed", *FOLLOWING),
        **dict.fromkeys(("accept_proposal", "reject_proposal"), DECIDED),
    }


def _brought_about_by(operation: str) -> list[str]:
    return [event for event, by in BROUGHT_ABOUT.items() if by == operation]


def test_a_transition_is_either_served_or_listed_as_coming() -> None:
    coming = made("operations.md").partition("## Transitions whose operations come")[2]
    for machine in MACHINES.values():
        for event in machine.events:
            shown = "`" + "".join(
                part if index == 0 else part.capitalize() for index, part in enumerate(event.split("_"))
            )
            assert (f"{shown}`" in coming) is not is_served(machine, event), event


def test_the_tree_of_refusals_draws_every_code_with_its_facts() -> None:
    assert set(drawn_facts()) == {one.code for one in (*PRECEDENCE, *REQUEST_ERRORS)}
