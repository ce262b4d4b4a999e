"""No change of the SDL breaks a caller unannounced: it is compared with that of the last release."""

import pytest
from typer.testing import CliRunner

from api.cli import sdl as sdl_commands
from api.cli.commands import app
from api.dev.docs import sdl_changes as sdl_page
from api.dev.docs.folder import FOLDER
from api.dev.sdl_changes import (
    as_schema,
    gained,
    going,
    present_schema,
    released_schema,
    to_announce,
)
from tests.support.announcements import differing, named_in

ANNOUNCED = FOLDER / "breaking-changes.md"
CHANGELOG = FOLDER.parent / "CHANGELOG.md"
RUNNER = CliRunner()

BEFORE = """
directive @shape(
  kind: String, rule: String, limit: Int, least: String, most: String, setting: String
) repeatable on INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
type Query {
  case(number: String @shape(kind: "line") @shape(rule: "too_long", limit: 20)): Case
  old: Int @deprecated(reason: "Use case.")
}
type Case { id: ID! text: String! }
type Note { text: String }
union Changed = Case
enum Status { OPEN CLOSED }
input Given {
  text: String @shape(kind: "text") @shape(rule: "too_long", limit: 500)
  days: Int @shape(kind: "days") @shape(rule: "out_of_range", least: "1", most: "30")
  on: Date @shape(kind: "day") @shape(rule: "out_of_range", least: "1900-01-01", most: "2100-12-31")
  items: [Int!] @shape(rule: "too_many", limit: 100)
}
scalar Date
"""


def unreleased() -> str:
    """What the changelog tells of the release to come."""
    return CHANGELOG.read_text(encoding="utf-8").partition("\n## Unreleased")[2].partition("\n## ")[0]


def untold(changes: list[str], changelog: str) -> list[str]:
    """The changes whose field or type the changelog does not name."""
    names = {change: named_in(change) for change in changes}
    return [one for one, name in names.items() if f"`{name}" not in changelog]


def test_every_change_that_may_break_a_caller_of_the_release_is_announced_and_told() -> None:
    changes = to_announce(released_schema(), present_schema())
    wrong = differing(changes, ANNOUNCED.read_text(encoding="utf-8"))
    told = "\n".join(wrong)
    assert wrong == [], f"docs/breaking-changes.md and the SDL differ (see the page for what to do):\n{told}"
    assert untold(changes, unreleased()) == [], "CHANGELOG.md names what breaks callers"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("text: String! }", "}", "Field Case.text was removed"),
        ("text: String! }", "text: String }", "Field Case.text changed type from String! to String"),
        ("OPEN CLOSED", "OPEN", "Enum value Status.CLOSED was removed"),
        ("type Note { text: String }", "", "Note was removed"),
        ("union Changed = Case", "union Changed = Case | Note", "Note was added to union type Changed"),
        ("input Given {", "input Given { of: ID!", "A required field Given.of was added"),
        (
            "limit: 20",
            "limit: 10",
            "Query.case(number:) is held closer by the rule too_long: limit 10 instead of 20",
        ),
        (
            "limit: 500",
            "limit: 50",
            "Given.text is held closer by the rule too_long: limit 50 instead of 500",
        ),
        (
            'least: "1"',
            'least: "2"',
            "Given.days is held closer by the rule out_of_range: least 2 instead of 1",
        ),
        (
            'most: "30"',
            'most: "9"',
            "Given.days is held closer by the rule out_of_range: most 9 instead of 30",
        ),
        (
            'least: "1900-01-01"',
            'least: "2000-01-01"',
            "Given.on is held closer by the rule out_of_range: least 2000-01-01 instead of 1900-01-01",
        ),
        (
            'most: "30"',
            'most: "30", setting: "daysAhead"',
            "Given.days is held closer by the rule out_of_range: the setting daysAhead",
        ),
        ('kind: "text"', 'kind: "line"', "Given.text takes line instead of text"),
        (
            "items: [Int!]",
            'items: [Int!] @shape(rule: "too_few", limit: 1)',
            "Given.items is held to the rule too_few",
        ),
    ],
)
def test_a_planted_change_is_told_until_it_is_announced_and_in_the_changelog(
    old: str, new: str, told: str
) -> None:
    assert old in BEFORE
    changes = to_announce(as_schema(BEFORE), as_schema(BEFORE.replace(old, new)))
    assert changes == [told]
    assert differing(changes, "# Nothing\n") == [f"not announced: {told}"]
    assert differing(changes, f"- {told} — nobody used it\n") == []
    assert differing([], f"- {told}\n") == [f"announced, yet not so: {told}"]
    assert untold(changes, "nothing") == changes
    assert untold(changes, f"`{named_in(told)}` is not what it was") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("OPEN CLOSED", "OPEN CLOSED LATE"),
        ("input Given {", "input Given { of: ID"),
        ("case(number: String", "case(id: ID, number: String"),
        ("limit: 500", "limit: 5000"),
        ('most: "30"', 'most: "100"'),
        ("text: String! }", "text: String! summary: String }"),
    ],
)
def test_what_callers_reckon_with_needs_no_announcement(old: str, new: str) -> None:
    before, after = as_schema(BEFORE), as_schema(BEFORE.replace(old, new))
    assert to_announce(before, after) == []
    assert gained(before, after) != [] or "limit" in old or "most" in old


def test_what_was_added_and_what_is_to_go_is_told() -> None:
    after = BEFORE.replace("text: String! }", "text(of: Int): String! }") + "type Place { house: String }"
    assert gained(as_schema(BEFORE), as_schema(after)) == [("", ["Place"]), ("Case", ["text(of:)"])]
    assert going(as_schema(BEFORE)) == [("Query.old", "Use case.")]


def test_the_page_and_the_command_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    older, newer = as_schema(BEFORE), as_schema(BEFORE.replace("OPEN CLOSED", "OPEN"))
    for module in (sdl_page, sdl_commands):
        monkeypatch.setattr(module, "released_schema", lambda: older)
        monkeypatch.setattr(module, "present_schema", lambda: newer)
    page = sdl_page.to_markdown()
    assert "- Enum value Status.CLOSED was removed\n" in page
    assert "- `Query.old`: Use case.\n" in page
    assert "## What was added\n\nNothing.\n" in page
    written = RUNNER.invoke(app, ["sdl", "--changes"]).stdout
    assert written == "- Enum value Status.CLOSED was removed\n"
