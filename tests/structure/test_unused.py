"""Nothing of ours is there for tests alone, and the check that says so sees what it should."""

from pathlib import Path

import pytest

from tests.structure.unused import ALLOWED, unused_definitions

ROOT = Path(__file__).resolve().parents[2]


def test_every_definition_is_reached_by_our_own_code() -> None:
    assert unused_definitions(ROOT, ALLOWED) == {}


def test_what_is_allowed_is_unused_still() -> None:
    assert ALLOWED.keys() - unused_definitions(ROOT).keys() == set()


def unused(root: Path, *, rules: str, door: str = "") -> list[str]:
    """What nothing reaches in a tree of two modules, by its name in them."""
    for path, text in (("documents/rules.py", rules), ("api/door.py", door)):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return [name.partition(".")[2].partition(".")[2] for name in unused_definitions(root)]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("def is_late(case):\n    return True\n", ["is_late"]),
        ("def is_late(case):\n    return is_late(case)\n", ["is_late"]),
        ("def is_late(case):\n    return LIMIT\n\nLIMIT = 3\n", ["is_late", "LIMIT"]),
        ("@cache\ndef is_late(case):\n    return True\n", ["is_late"]),
        ("Row = dict[str, int]\n", ["Row"]),
        ("FIRST, SECOND = 1, 2\n", ["FIRST", "SECOND"]),
        ("class Late(Exception):\n    pass\n", ["Late"]),
        ("'is_late'\nis_late.__doc__\ndef is_late(case):\n    return True\n", []),
        (
            "@operation(action=1)\ndef route(case):\n    return is_late(case)\n\ndef is_late(case):\n    return 1\n",
            [],
        ),
        ("if True:\n    def is_late(case):\n        return True\n", ["is_late"]),
    ],
)
def test_what_no_code_reaches_is_found(tmp_path: Path, rules: str, found: list[str]) -> None:
    assert unused(tmp_path, rules=rules) == found


@pytest.mark.parametrize(
    "door",
    [
        "from documents.rules import is_late\nis_late(1)\n",
        "from documents.rules import is_late as late\nlate(1)\n",
        "from documents import rules\nrules.is_late(1)\n",
        "import documents.rules as rules\nrules.is_late(1)\n",
        "from documents.rules import is_late\nTABLE = {'late': is_late}\nprint(TABLE)\n",
    ],
)
def test_what_another_module_calls_is_used(tmp_path: Path, door: str) -> None:
    assert unused(tmp_path, rules="def is_late(case):\n    return True\n", door=door) == []


def test_an_import_alone_is_no_use(tmp_path: Path) -> None:
    door = "from documents.rules import is_late\n\n__all__ = ['is_late']\n"
    assert unused(tmp_path, rules="def is_late(case):\n    return True\n", door=door) == ["is_late"]


def test_a_name_that_another_module_passes_on_is_followed(tmp_path: Path) -> None:
    rules = "from documents.clock import now\n\n__all__ = ['now']\n"
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "clock.py").write_text("def now():\n    return 1\n")
    assert unused(tmp_path, rules=rules, door="from documents.rules import now\nnow()\n") == []


KIND = """
@dataclass
class Kind:
    title: str
    words: str

    def is_late(self):
        return self.title

    def __str__(self):
        return ""
"""


@pytest.mark.parametrize(
    ("door", "found"),
    [
        ("Kind('', '')", ["Kind.title", "Kind.words", "Kind.is_late"]),
        ("print(Kind('', '').is_late(), Kind.words)", []),
        ("print(Kind('', '').is_late)", ["Kind.words"]),
        ("getattr(Kind('', ''), 'is_late'), getattr(Kind, 'words')", []),
    ],
)
def test_a_member_is_used_by_who_names_it(tmp_path: Path, door: str, found: list[str]) -> None:
    assert unused(tmp_path, rules=KIND, door=f"from documents.rules import Kind\n{door}\n") == found


@pytest.mark.parametrize(
    ("base", "found"), [("", ["Door.handle"]), ("StrEnum", ["Door.handle"]), ("Own", []), ("Route", [])]
)
def test_what_overrides_a_library_is_called_by_it(tmp_path: Path, base: str, found: list[str]) -> None:
    rules = f"""
from starlette.routing import Route

class Own(Route):
    pass

class Door({base}):
    def handle(self):
        return 1
"""
    door = "from documents.rules import Door, Own\nDoor(), Own()\n"
    assert unused(tmp_path, rules=rules, door=door) == found


def test_a_constant_is_used_where_its_module_comes_out_of_a_loop(tmp_path: Path) -> None:
    door = "from documents import rules\nfor module in (rules,):\n    print(module.TEXTS)\n"
    assert unused(tmp_path, rules="TEXTS = ()\nWORDS = ()\n", door=door) == ["WORDS"]


def test_what_is_allowed_takes_with_it_what_it_calls(tmp_path: Path) -> None:
    rules = "def fits(form):\n    return FORMS[form]\n\nFORMS = {}\nOTHERS = {}\n"
    unused(tmp_path, rules=rules)
    assert unused_definitions(tmp_path, {"documents.rules.fits"}) == {
        "documents.rules.OTHERS": "documents/rules.py:5"
    }
