"""Tests of the tests: every rule of the house catches a tree that breaks it, and lets its neighbor pass."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.structure import checks, kernel_words


class Violation(NamedTuple):
    """A rule, a file that breaks it, what the finding names, and a file that is right."""

    rule: Callable[[Path], list[str]]
    path: str
    source: str
    named: str
    right_path: str
    right_source: str


def statements(count: int) -> str:
    """Return a function of `count` statements under a docstring."""
    return '"""x"""\ndef f():\n    """Doc."""\n' + "    x = 1\n" * count


BRITISH = "center".replace("er", "re")
KNOWN_ABROAD = "recogni" + "sed"
"""Not written out: the check would find it here."""

VIOLATIONS = [
    Violation(
        checks.writes_outside_the_kernel,
        *("documents/cases/operations.py", "await rows.insert_one({})", ".insert_one()"),
        *("documents/kernel/write/runner.py", "await rows.insert_one({})"),
    ),
    Violation(
        checks.writes_outside_the_kernel,
        *("seed/load.py", "rows.bulk_write([])", ".bulk_write()"),
        *("documents/kernel/write/ledger.py", "rows.bulk_write([])"),
    ),
    Violation(
        checks.writes_outside_the_kernel,
        *("api/auth.py", "x = rows.find_one_and_update({}, {})", ".find_one_and_update()"),
        *("api/auth.py", "x = change.save({})"),
    ),
    Violation(
        checks.operations_out_of_place,
        *(
            "documents/cases/routing.py",
            "@operation(action=A, record=Case)\nasync def route(change, case): ...",
            "route",
        ),
        *(
            "documents/cases/operations/routing.py",
            "@operation(action=A, record=Case)\nasync def route(change, case): ...",
        ),
    ),
    Violation(
        checks.operations_out_of_place,
        *("schema/cases/mutations.py", "@kernel.operation(action=A)\nasync def f(change): ...", "f"),
        *("documents/cases/operations.py", "@kernel.operation(action=A)\nasync def f(change): ..."),
    ),
    Violation(
        checks.offices_beside_the_process,
        *("api/cli/mending.py", "store = await open_store(address, ())", "open_store()"),
        *("api/process.py", "store = await open_store(address, ())"),
    ),
    Violation(
        checks.writes_outside_the_kernel,
        *("documents/cases/operations.py", "await office.store.update('cases', {}, {})", ".update()"),
        *("documents/cases/operations.py", "found.update({})"),
    ),
    Violation(
        checks.writes_outside_the_kernel,
        *("api/serving.py", "await self._store.transaction(body, attempts=3)", ".transaction()"),
        *("documents/kernel/write/runner.py", "await self.store.transaction(body, attempts=3)"),
    ),
    Violation(
        checks.reads_outside_the_kernel,
        *("schema/cases/queries.py", "rows.find({})", ".find()"),
        *("documents/kernel/read/access.py", "rows.find({})"),
    ),
    Violation(
        checks.reads_outside_the_kernel,
        *("documents/cases/queries.py", "rows.aggregate([])", ".aggregate()"),
        *("documents/statistics/pipelines.py", "rows.aggregate([])"),
    ),
    Violation(
        checks.reads_outside_the_kernel,
        *("api/export.py", "rows.count_documents({})", ".count_documents()"),
        *("documents/kernel/read/reference.py", "rows.count_documents({})"),
    ),
    Violation(
        checks.reads_outside_the_kernel,
        *("documents/cases/operations.py", "await store.find(Case, {})", ".find()"),
        *("documents/cases/operations.py", "await change.find(Case, {})"),
    ),
    Violation(
        checks.administration_outside_the_connection,
        *("documents/kernel/read/access.py", "db.command({'find': 'cases'})", ".command()"),
        *("documents/kernel/store/connection.py", "db.command('hello')"),
    ),
    Violation(
        checks.administration_outside_the_connection,
        *("documents/outbox/relay.py", "rows = self._store.collection('events').watch()", ".watch()"),
        *("documents/outbox/relay.py", "feed = self._store.watch('events')"),
    ),
    Violation(
        checks.reads_outside_the_kernel,
        *("api/export.py", "rows = office.store.stream('cases', {})", ".stream()"),
        *("documents/kernel/read/access.py", "rows = self._store.stream('cases', {})"),
    ),
    Violation(
        checks.seals_beside_the_declaration,
        *("documents/cases/operations.py", "x = vault.seal(text, place=place)", ".seal()"),
        *("documents/privacy/sealing.py", "x = vault.seal(text, place=place)"),
    ),
    Violation(
        checks.impurities,
        *(
            "documents/cases/rules.py",
            "from datetime import datetime\nnow = datetime.now()",
            "datetime.datetime.now",
        ),
        *("api/clock.py", "from datetime import datetime\nnow = datetime.now()"),
    ),
    Violation(
        checks.impurities,
        *("documents/cases/rules.py", "import datetime as dt\nnow = dt.date.today()", "datetime.date.today"),
        *("documents/cases/rules.py", "import datetime as dt\nnow = dt.date(2026, 1, 1)"),
    ),
    Violation(
        checks.impurities,
        *("auth/crypto/tokens.py", "from time import time\nnow = time()", "time.time"),
        *("auth/crypto/tokens.py", "import secrets\nkey = secrets.token_bytes()"),
    ),
    Violation(
        checks.impurities,
        *("schema/context.py", "from uuid import uuid4 as fresh\nx = fresh()", "uuid.uuid4"),
        *("schema/context.py", "from uuid import UUID\nx = UUID(int=1)"),
    ),
    Violation(
        checks.impurities,
        *("auth/policy/table.py", "import secrets", "secrets"),
        *("auth/crypto/passwords.py", "import secrets"),
    ),
    Violation(
        checks.impurities,
        *("documents/kernel/read/access.py", "import os\nurl = os.environ['MONGODB_URL']", "os.environ"),
        *("seed/load.py", "import os\nday = os.environ['SEED_TODAY']"),
    ),
    Violation(
        kernel_words.domain_words_in_the_kernel,
        *(
            "documents/kernel/write/change.py",
            "x = limit.name == 'acts_as_curator'",
            "documents/kernel/write/change.py:1: acts_as_curator",
        ),
        *("documents/members/curatorship.py", "x = limit.name == 'acts_as_curator'"),
    ),
    Violation(
        kernel_words.domain_words_in_the_kernel,
        *("documents/kernel/read/sight.py", "NAMED = {'persons': 1}", "sight.py:1: persons"),
        *("documents/kernel/read/sight.py", "NAMED = {'rows': 1}"),
    ),
    Violation(
        kernel_words.domain_words_in_the_kernel,
        *("documents/kernel/read/access.py", "def f(topicIds): ...", "access.py:1: topicIds"),
        *("documents/kernel/read/access.py", '"""In case of a topic."""\ndef f(row_ids): ...'),
    ),
    Violation(
        kernel_words.needless_exceptions_of_the_kernel,
        *("documents/kernel/write/events.py", "class Actor:\n    account_id: str", "events.py: person_id"),
        *("documents/kernel/write/events.py", "class Actor:\n    account_id: str\n    person_id: str"),
    ),
    Violation(
        checks.waits_by_the_clock,
        *("tests/api/test_x.py", "import time\ntime.sleep(1)", "time.sleep"),
        *("tests/api/test_x.py", "import time\ntime.monotonic()"),
    ),
    Violation(
        checks.questions_of_a_client_each,
        *("tests/api/test_x.py", "import httpx\nhttpx.get('http://a')", "httpx.get"),
        *("tests/api/test_x.py", "from tests.support import web\nweb.get('http://a')"),
    ),
    Violation(
        checks.questions_of_a_client_each,
        *("tests/api/test_x.py", "import httpx\nhttpx.Client(timeout=1)", "httpx.Client"),
        *("tests/api/test_x.py", "import httpx\nhttpx.Client(verify=None)"),
    ),
    Violation(
        checks.long_files,
        *("auth/policy/table.py", "x = 1\n" * 351, "351 lines"),
        *("auth/policy/table.py", "x = 1\n" * 350),
    ),
    Violation(
        checks.long_files,
        *("seed/municipality/texts/waste.py", "x = 1\n" * 350, "350 lines"),
        *("seed/municipality/texts/waste.py", "x = 1\n" * 351),
    ),
    Violation(
        checks.long_functions,
        *("auth/policy/table.py", statements(31), "f has 31 statements"),
        *("auth/policy/table.py", statements(30)),
    ),
    Violation(
        checks.vague_names,
        *("documents/cases/utils.py", "", "documents/cases/utils.py"),
        *("documents/cases/rules.py", ""),
    ),
    Violation(
        checks.vague_names,
        *("schema/common/types.py", "", "schema/common/types.py"),
        *("schema/cases/types.py", ""),
    ),
    Violation(
        checks.other_spellings,
        *("auth/roles.py", f'"""The roles of the {BRITISH}."""', f"auth/roles.py:1: {BRITISH}"),
        *("auth/roles.py", '"""The roles of the center."""'),
    ),
    Violation(
        checks.other_spellings,
        *(f"documents/{BRITISH}/rules.py", "", f"documents/{BRITISH}/rules.py:0: {BRITISH}"),
        *("documents/center/rules.py", ""),
    ),
    Violation(
        checks.other_spellings,
        *("schema/a.py", f'"""What was {KNOWN_ABROAD}."""', f"schema/a.py:1: {KNOWN_ABROAD}"),
        *("schema/a.py", '"""What was recognized."""'),
    ),
    Violation(
        checks.modules_without_purpose,
        *("auth/roles.py", "x = 1", "auth/roles.py"),
        *("auth/roles.py", '"""The roles."""\nx = 1'),
    ),
    Violation(
        checks.relative_or_late_imports,
        *("auth/policy/decide.py", "from . import roles", "auth/policy/decide.py:1"),
        *("auth/policy/decide.py", "from auth import roles"),
    ),
    Violation(
        checks.relative_or_late_imports,
        *("auth/policy/decide.py", "def f():\n    import json", "auth/policy/decide.py:2"),
        *("auth/policy/decide.py", "import json"),
    ),
]


def write(root: Path, path: str, source: str) -> None:
    """Put one file into a tree."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source)


@pytest.mark.parametrize("case", VIOLATIONS, ids=lambda case: f"{case.rule.__name__}-{case.named}")
def test_a_violation_is_caught_and_named(case: Violation, tmp_path: Path) -> None:
    write(tmp_path, case.path, case.source)
    [found] = set(case.rule(tmp_path))
    assert case.path in found
    assert case.named in found


@pytest.mark.parametrize("case", VIOLATIONS, ids=lambda case: f"{case.rule.__name__}-{case.named}")
def test_what_is_right_passes(case: Violation, tmp_path: Path) -> None:
    write(tmp_path, case.right_path, case.right_source)
    assert case.rule(tmp_path) == []


def test_an_exemption_that_nobody_needs_is_named(tmp_path: Path) -> None:
    write(tmp_path, "documents/kernel/write/ledger.py", "rows.insert_one({})")
    write(
        tmp_path,
        "documents/kernel/write/unit.py",
        "self.store.update('cases', {}, {})\nself.store.find('cases', {})",
    )
    write(tmp_path, "auth/crypto/passwords.py", "import random")
    write(tmp_path, "auth/crypto/tokens.py", "import json")
    found = checks.exemptions_in_vain(tmp_path)
    assert "documents/kernel/write/runner.py" in found
    assert found.count("documents/kernel/write/ledger.py") == 1  # it writes, and does not read
    assert "documents/kernel/write/unit.py" not in found
    assert "auth/crypto/tokens.py" in found
    assert "auth/crypto/passwords.py" not in found


def test_the_name_of_a_collection_is_no_word_of_the_kernel(tmp_path: Path) -> None:
    document = 'class Lamp(Record):\n    class Settings:\n        name = "lamps"\n'
    write(tmp_path, "documents/lamps/document.py", document)
    write(tmp_path, "documents/kernel/read/sight.py", 'KEPT = "lamps"\nlamps = 1')
    assert kernel_words.domain_words_in_the_kernel(tmp_path) == ["documents/kernel/read/sight.py:1: lamps"]


def test_a_stranger_at_the_top_is_named() -> None:
    assert checks.strangers_at_the_top(["api", "scratch", "README.md"]) == ["scratch"]


@pytest.mark.parametrize(
    "line",
    [
        "schema==0.7.7 \\",
        "Schema==0.7.7 \\",
        "secantusdb==0.6.0b17 \\",
        "graphene_django_graphiql_static==0.8 \\",
        "auth==1 \\",
    ],
)
def test_a_distribution_with_a_refused_name_is_caught(line: str) -> None:
    assert len(checks.refused_distributions(f"rich==15.0.0 \\\n    --hash=sha256:00\n{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "--find-links https://example.test/simple",
        "schema @ file:///somewhere/x.whl \\",
        "rich>=15 \\",
        "# made on some machine",
        "    --hash=md5:00",
    ],
)
def test_an_address_or_a_loose_line_in_a_lock_is_caught(line: str) -> None:
    pinned = f"rich==15.0.0 \\\n    --hash=sha256:{'0' * 64}\n"
    assert checks.unpinned_lines(pinned) == []
    assert checks.unpinned_lines(pinned + line) == [line]
