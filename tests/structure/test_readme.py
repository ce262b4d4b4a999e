"""What the README and its neighbors name is there: queries, make targets, settings, files, commands."""

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from api.dev.embedded import BINARY_VARIABLE
from api.settings import Settings
from schema.build import schema

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES}
RUSSIAN = (ROOT / "docs" / "README.ru.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BY_HAND = sorted((ROOT / "docs").rglob("*.md"))

TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
QUERIES = [query for text in TEXTS.values() for query in re.findall(r"```graphql\n(.*?)```", text, re.DOTALL)]
INLINE_QUERIES = re.findall(r'"query": "([^"]+)"', TEXTS["README.md"])


def test_the_readme_has_queries_to_paste() -> None:
    assert QUERIES
    assert INLINE_QUERIES


@pytest.mark.parametrize("query", [*QUERIES, *INLINE_QUERIES])
def test_a_query_to_paste_fits_the_schema(query: str) -> None:
    assert [error.message for error in validate(schema._schema, parse(query))] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    # In code only: «make sure» is no target.
    written = re.findall(r"`[^`]*`|^make [a-z]+.*$", TEXTS[name].replace("```", ""), re.MULTILINE)
    named = {target for words in written for target in re.findall(r"\bmake ([a-z]+)", words)}
    assert named - TARGETS == set()


def test_every_setting_that_is_named_is_read() -> None:
    table = TEXTS["README.md"].partition("## Settings")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)
    known = {name.upper() for name in Settings.model_fields} | {BINARY_VARIABLE}
    for field in Settings.model_fields.values():
        choices = getattr(field.validation_alias, "choices", ())
        known |= {str(choice) for choice in choices}
    assert named
    assert set(named) - known == set()


def settings_of(text: str) -> list[str]:
    """The variables of a table of settings, row by row."""
    return re.findall(r"^\| (`[A-Z_]+`.*?) \|", text, re.MULTILINE)


def test_both_readmes_name_the_same_settings_in_the_same_order() -> None:
    assert len(settings_of(TEXTS["README.md"])) > 10
    assert settings_of(RUSSIAN) == settings_of(TEXTS["README.md"])


@pytest.mark.parametrize(
    "named",
    [
        r"\bmake [a-z]+",
        r"python -m api [a-z-]+",
        r"docker compose up",
        r"^\| `[a-z.]+` \|",
    ],
    ids=["make targets", "commands", "compose", "logins"],
)
def test_both_readmes_tell_the_same_to_run(named: str) -> None:
    russian, english = (
        {one.strip() for one in re.findall(named, text, re.MULTILINE)}
        for text in (RUSSIAN, TEXTS["README.md"])
    )
    assert russian
    assert russian == english


@pytest.mark.parametrize(
    "path", [*(ROOT / name for name in PAGES), *BY_HAND], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_link_to_a_file_leads_to_one(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_index_of_the_docs_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {str(path.relative_to(ROOT / "docs")) for path in BY_HAND} - {"README.md"}
    assert [page for page in sorted(pages) if f"({page})" not in index] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.name
)
def test_a_decision_fits_on_a_page(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 60
