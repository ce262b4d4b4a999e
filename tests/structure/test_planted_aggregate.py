"""A small whole aggregate, planted through one line in a copy of the source, is found wherever all of them are walked.

The copy is a folder of its own; what is planted lies under `fixtures/planted`. Rights are two lines more, by nature. The
rows of the matrix and the lines of the leak check's registers are the second hand: comparison and check fail until they
are written, and then the aggregate is judged like any other.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.dev.embedded import BINARY_VARIABLE, find_binary
from tests.support.store import scratch_directory

ROOT = Path(__file__).resolve().parents[2]
PLANTED = Path(__file__).parent / "fixtures" / "planted"
COPIED = ("api", "auth", "documents", "schema", "seed", "tests", "docs")

LIST, LINE = "documents/aggregates.py", '    "notices",\n'
ACTIONS = ("auth/actions.py", '    NOTICE_READ = "notice.read"\n    NOTICE_POST = "notice.post"\n')
MATRIX = (
    "api/leaks/matrix.csv",
    "notice.read,,,All,,,,,Center,,,,,,,,III.3,\nnotice.post,,,All,,,,,,,,,,,,,III.3,\n",
)
COMPARISON = "tests/policy/test_matrix.py"
CALLERS = "tests/graphql/test_notices.py"
JUDGED = "tests/leaks/test_judged_notices.py"
SECOND_HAND = (
    ("doors.py", "DOORS: Mapping[str, tuple[Door, ...]] = {", '    "notice": (Single(("Notice",)),),'),
    ("mutations.py", "MUTATIONS: Mapping[str, Calling] = {", '    "postNotice": Moved(("Notice",)),'),
    (
        "truth.py",
        '        StoredType("Meeting", "meetings", "meeting", "meeting.read"),',
        '        StoredType("Notice", "notices", "notice", "notice.read"),',
    ),
    ("truth.py", "RESTRICTED: Mapping[str, tuple[str, ...]] = {", '    "notice": ("remark",),'),
    ("truth.py", "OPENED_BY: Mapping[str, str] = {", '    "notice": "notice.post",'),
    ("texts.py", "WORDS: Mapping[str, Mapping[str, str]] = {", '    "Notice": _same("title"),'),
    ("texts.py", "CODES: Mapping[str, frozenset[str]] = {", '    "Notice": frozenset({"hiddenFields"}),'),
    (
        "rights.py",
        "OPEN_TO_ALL: Mapping[str, frozenset[str]] = {",
        '    "notice": frozenset({"DRAFT", "POSTED"}),',
    ),
)
"""What the recipe asks of the registers of the leak check: the file, the line after which it stands, the new line."""

WRITE_ALL_AND_TEST = """
import gc, json, os, sys
from pathlib import Path
import pytest
import api.serving, tests.support.town
from api.dev.docs.folder import FOLDER
from api.dev.docs.pages import PAGES
from schema.build import sdl
Path("schema/schema.graphql").write_text(sdl(), encoding="utf-8")
for name in ("states.md", "operations.md", "events.md", "permissions.md"):
    (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
assert not [name for name in sys.modules if name.startswith("api.leaks")]
gc.freeze()
for line in sys.stdin:
    said, *arguments = json.loads(line)
    child = os.fork()
    if child == 0:
        for number in (1, 2):
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        code = pytest.main(arguments)
        sys.stdout.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""What `make docs` does to the files that are looked at, and then these tests, each time in a process that divides: what
is imported once serves all of them, but for the leak check, whose registers change in between."""

PYTEST = ("-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")

SECONDS = 120

Ran = subprocess.CompletedProcess[str]

pytestmark = pytest.mark.long


class Copy:
    """A copy of the source tree, in which commands run as in the tree itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        # What is compiled already goes along, and holds as long as its source stays as it was.
        ignored = shutil.ignore_patterns("node_modules", "fixtures")
        for name in COPIED:
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", root)
        self.environment = {**os.environ, BINARY_VARIABLE: str(find_binary(ROOT))}

    def plant(self) -> None:
        """Lay the aggregate's own folders into the tree, and add the one line and the actions."""
        shutil.copytree(PLANTED, self.root, dirs_exist_ok=True)
        listed = self.root / LIST
        before = listed.read_text(encoding="utf-8")
        listed.write_text(before.replace("PACKAGES = (\n", f"PACKAGES = (\n{LINE}"), encoding="utf-8")
        assert len(listed.read_text(encoding="utf-8").splitlines()) == len(before.splitlines()) + 1
        self.append(*ACTIONS)

    def append(self, path: str, text: str) -> None:
        """Add lines to the end of a file."""
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    def insert(self, path: str, after: str, line: str) -> None:
        """Add a line behind the only one that reads so."""
        lines = self.read(path).splitlines()
        assert lines.count(after) == 1, (path, after)
        lines.insert(lines.index(after) + 1, line)
        (self.root / path).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def run(self, *arguments: str) -> Ran:
        """Run Python in the copy."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )

    @contextlib.contextmanager
    def written(self) -> Iterator[Callable[..., Ran]]:
        """Write what is generated; gives what runs tests of the copy then."""
        with subprocess.Popen(
            [sys.executable, "-c", WRITE_ALL_AND_TEST],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            asked, told = process.stdin, process.stdout
            assert asked is not None
            assert told is not None

            def test(*arguments: str) -> Ran:
                said = self.root / "said"
                asked.write(json.dumps([str(said), "-v", *PYTEST, *arguments]) + "\n")
                asked.flush()
                code = told.readline()
                assert code, "it ended before; its words are above"
                return subprocess.CompletedProcess(arguments, int(code), said.read_text(encoding="utf-8"), "")

            yield test


@dataclass(frozen=True)
class Planted:
    """What tests of the copy told before the rows of the matrix were written, after that, and once the registers of the leak
    check had their lines."""

    copy: Copy
    before: Ran
    after: Ran
    judged: Ran


@pytest.fixture(scope="module")
def planted() -> Iterator[Planted]:
    """The tree with the planted aggregate: first without the rows of the matrix, then with them, and at last with the lines
    of the registers."""
    with scratch_directory("planted") as root:
        copy = Copy(root)
        copy.plant()
        before = copy.run("-m", "pytest", "-q", *PYTEST, "--noconftest", COMPARISON)
        copy.append(*MATRIX)
        with copy.written() as tested:
            after = tested(COMPARISON, CALLERS)
            for name, line_before, line in SECOND_HAND:
                copy.insert(f"api/leaks/{name}", line_before, line)
            judged = tested(JUDGED)
        yield Planted(copy, before, after, judged)


def test_the_comparison_with_the_matrix_fails_until_the_row_is_written_by_hand(planted: Planted) -> None:
    before, after = planted.before, planted.after
    assert before.returncode == 1, before.stdout + before.stderr
    assert "2 failed" in before.stdout
    assert "notice.read" in before.stdout
    assert after.returncode == 0, after.stdout + after.stderr
    assert f"{COMPARISON}::" in after.stdout


def test_schema_and_docs_hold_what_the_aggregate_states(planted: Planted) -> None:
    for page, told in (
        ("schema/schema.graphql", "type Notice implements Node {"),
        # Withheld, so it is nullable and named, whatever the type says.
        ("schema/schema.graphql", "  remark: String\n"),
        ("schema/schema.graphql", "  hiddenFields: [String!]!\n"),
        (
            "schema/schema.graphql",
            '    id: ID! @shape(kind: "id") @shape(rule: "malformed_id", limit: 200)\n  ): Notice @requires',
        ),
        (
            "schema/schema.graphql",
            '    input: TargetInput!\n  ): NoticePayload @requires(action: "notice.post"',
        ),
        ("schema/schema.graphql", 'enum NoticeStatus {\n  """Черновик"""\n  DRAFT'),
        ("docs/states.md", '## Notices\n\n```mermaid\nstateDiagram-v2\n    state "Черновик" as DRAFT'),
        ("docs/states.md", "    DRAFT --> POSTED: postNotice"),
        ("docs/operations.md", "## Notices\n\n"),
        (
            "docs/operations.md",
            "| `postNotice`<br>Post a notice. | `notice.post` | III.3 | `DRAFT` → `POSTED` |",
        ),
        ("docs/events.md", "## notices\n\n"),
        ("docs/events.md", "| `notice.posted` | Объявление размещено | `postNotice` |"),
        ("docs/events.md", "| `notices.loaded` | Объявление загружено |"),
        ("docs/permissions.md", "| `notice.read` |"),
        ("docs/permissions.md", "| `notice.remark` | all | `notice.post` |"),
    ):
        assert told in planted.copy.read(page), (page, told)


def test_callers_meet_it_over_the_real_store_and_the_leak_check_judges_it_by_the_lines_of_its_registers(
    planted: Planted,
) -> None:
    # One of these tests says that the check misses door, type, field and mutation.
    asked, judged = planted.after, planted.judged
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert len(re.findall(rf"^{CALLERS}::.* PASSED", asked.stdout, re.MULTILINE)) == 8
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert "2 passed" in judged.stdout
