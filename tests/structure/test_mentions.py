"""Pages, comments and docstrings name what is there, and the check of that sees what it should."""

import functools
import re
import subprocess
from pathlib import Path

import pytest

from api.dev.docs.pages import PAGES
from api.settings import Settings
from schema.build import schema
from tests.structure.checks import Module, module_of, modules
from tests.structure.mentions import FOREIGN, Known, known_in, remarks_of, unknown_names
from tests.structure.promises import names_of

ROOT = Path(__file__).resolve().parents[2]
FILES = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    check=True,
    capture_output=True,
    text=True,
).stdout.split()
BY_HAND = [one for one in FILES if one.endswith(".md") and Path(one).name not in PAGES]
DEPLOYMENT = ("docker-compose.yml", "Dockerfile", "Makefile")
"""Files whose words an administrator meets."""

CALLERS = (
    names_of(schema._schema)
    | {name.upper() for name in Settings.model_fields}
    | {word for one in DEPLOYMENT for word in re.findall(r"[A-Za-z_]\w*", (ROOT / one).read_text())}
)


@functools.cache
def sources() -> tuple[Module, ...]:
    """Every source, those of the packages as the other rules have parsed them."""
    parsed = {one.path: one for one in modules(ROOT)}
    paths = [one for one in FILES if one.endswith(".py")]
    return tuple(parsed.get(one) or module_of(one, (ROOT / one).read_text(encoding="utf-8")) for one in paths)


@pytest.fixture(scope="module")
def known() -> Known:
    """What this repository has."""
    return known_in(ROOT, FILES, CALLERS)


@pytest.mark.parametrize("page", BY_HAND)
def test_what_a_page_names_is_there(page: str, known: Known) -> None:
    assert unknown_names(page, (ROOT / page).read_text(encoding="utf-8"), known) == []


def test_what_comments_and_docstrings_name_is_there(known: Known) -> None:
    assert [found for one in sources() for found in unknown_names(one.path, remarks_of(one), known)] == []


def test_no_foreign_word_is_listed_in_vain() -> None:
    pages = [(ROOT / page).read_text(encoding="utf-8") for page in BY_HAND]
    text = "\n".join([*pages, *map(remarks_of, sources())])
    assert [word for word in sorted(FOREIGN) if f"{word}`" not in text and f"@{word}(" not in text] == []


def test_remarks_are_docstrings_and_comments_alone() -> None:
    text = '"""Of `one`."""\nname = "`two`"  # of `three`\n"""Of `four`."""\ndef f():\n    """Of `five`."""\n'
    assert remarks_of(module_of("one.py", text)) == "Of `one`.\nOf `four`.\nOf `five`.\n# of `three`"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What a tree of two modules has; its schema has a list of cases and a role."""
    root = tmp_path_factory.mktemp("small")
    sources = {
        "documents/cases/rules.py": (
            '"""Once called decide_late."""\n'
            "class Clock:\n"
            "    zone = 7\n"
            "    def now(self):\n"
            "        self.ticks = 1\n"
            "def is_late(case, *, due_at):\n"
            "    return case['overdue_at'] < due_at  # was_late\n"
        ),
        "documents/store/database.py": "LIMIT = 3\n",
    }
    for path, text in sources.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    files = {*sources, "README.md", "docs/engine.md", "docs/decisions/locks.md", ".ci/run"}
    return known_in(root, files, {"cases", "Role", "Role.CURATOR"})


@pytest.mark.parametrize(
    "text",
    [
        "`documents/cases/rules.py`, `documents/cases/`, `documents/cases`, `.ci/run`",
        "`README.md`, `locks.md`",
        "`documents/cases/` and in it `rules.py`; once more `rules.py`",
        "`documents/cases/rules.py`, and `documents/store/` with `database.py`",
        "`documents/<aggregate>/rules.py`, and `documents/<aggregate>/`: `rules.py`",
        "`documents.cases.rules.is_late`, `documents.cases.rules.is_late(case)`, `documents.cases.rules`",
        "`is_late`, `due_at`, `overdue_at`, `Clock`, `Clock.now()`, `Clock.ticks`, `LIMIT`",
        "`cases`, `cases(filter: {isOverdue: true})`, `Role.CURATOR`",
        "`documents/cases/rules.py` (`is_late`, `due_at`)",
        "`documents/store/` (`database.py` (`LIMIT`))",
        "`make run`, `a = 1`, `/graphql`, `var/keys/personal-1.key`, `@deprecated(reason: …)`, `$in`",
        "```\ndecide_late(docs/gone.py)\n```\n",
        "```\n documents/cases/rules  decides\n documents/cases/rules.py, documents/store/ <documents/gone>\n```\n",
    ],
)
def test_what_is_there_may_be_named(text: str, small: Known) -> None:
    assert unknown_names("docs/decisions/locks.md", text, small) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("`documents/cases/queries.py` has", "documents/cases/queries.py"),
        ("`documents/case/` has", "documents/case/"),
        ("`documents/<aggregate>/resource.py`", "documents/<aggregate>/resource.py"),
        ("`rules.py` alone", "rules.py"),
        ("`documents/store/database.py` beside `rules.py`", "rules.py"),
        ("`documents.cases.rules.was_late`", "documents.cases.rules.was_late"),
        ("`documents.cases.queries`", "documents.cases.queries"),
        ("by `decide_late` and", "decide_late"),
        ("by `was_late(case)` and", "was_late(case)"),
        ("by `Clock.then` and", "Clock.then"),
        ("`Role.SECRETARY`", "Role.SECRETARY"),
        ("`importCases`", "importCases"),
        ("`documents/store/database.py` (`is_late`)", "is_late in documents/store/database.py"),
        ("`documents/store/database.py`\n(`LIMIT`, `due_at`)", "due_at in documents/store/database.py"),
        ("```\n documents/cases/views  shows\n```\n", "documents/cases/views"),
        ("```sh\npytest tests/cases/test_rules.py\n```\n", "tests/cases/test_rules.py"),
    ],
)
def test_what_is_gone_is_told(text: str, told: str, small: Known) -> None:
    assert unknown_names("docs/decisions/locks.md", text, small) == [f"docs/decisions/locks.md: {told}"]
