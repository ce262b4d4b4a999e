"""Holds the rules about words against this repository, and shows that each catches what it should."""

from collections import Counter
from pathlib import Path

import pytest

from tests.structure import wording
from tests.structure.wording import GLOSSARY, Entry

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / GLOSSARY).read_text(encoding="utf-8")
WORDS, TERMS = wording.own_words(TEXT), wording.standard_terms(TEXT)


def write(root: Path, path: str, source: str) -> None:
    """Put one file into a tree."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source, encoding="utf-8")


def documented(text: str, head: str = "def rows():") -> str:
    """Return a module with one function (or the like) that carries this docstring."""
    return f'"""x"""\n{head}\n    """{text}"""\n'


def test_public_docstrings_begin_with_a_verb() -> None:
    assert wording.docstrings_without_a_verb(ROOT) == []


@pytest.mark.parametrize(
    "text", ["The rows that match.", "Whether it is so.", "A page of rows.", "Rows.", "Returns the rows."]
)
def test_a_docstring_that_begins_with_a_noun_is_caught(text: str, tmp_path: Path) -> None:
    write(tmp_path, "api/rows.py", documented(text))
    [found] = wording.docstrings_without_a_verb(tmp_path)
    assert found == f"api/rows.py:2: rows begins with «{text.split(maxsplit=1)[0].removesuffix('.')}»"


def test_a_method_is_looked_at_as_well(tmp_path: Path) -> None:
    write(tmp_path, "api/rows.py", '"""x"""\nclass A:\n    async def rows(self):\n        """The rows."""\n')
    assert len(wording.docstrings_without_a_verb(tmp_path)) == 1


@pytest.mark.parametrize(
    "source",
    [
        documented("Return the rows that match."),
        documented("Tell, before any I/O, whether it is so."),
        documented("The rows.", head="def _rows():"),
        '"""x"""\nclass A:\n    @property\n    def rows(self):\n        """The rows."""\n',
        '"""x"""\nclass A:\n    """A thing."""\n',
    ],
    ids=["a verb", "a verb and a comma", "private", "a property", "a class"],
)
def test_what_is_a_value_or_private_may_begin_with_a_noun(source: str, tmp_path: Path) -> None:
    write(tmp_path, "api/rows.py", source)
    assert wording.docstrings_without_a_verb(tmp_path) == []


def test_a_name_means_one_thing() -> None:
    assert wording.names_with_two_meanings(ROOT) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("class Part:\n    x = 1\n", "class Part:\n    x = 1\n"),
        ("class Part:\n    x = 1\n", "Part = dict[str, int]\n"),
        ("Part = tuple[str, str]\n", "Part = dict[str, int]\n"),
    ],
)
def test_a_name_with_two_meanings_is_caught(one: str, other: str, tmp_path: Path) -> None:
    write(tmp_path, "auth/parts.py", one)
    write(tmp_path, "schema/engine/compiler.py", other)
    assert wording.names_with_two_meanings(tmp_path) == ["Part: auth/parts.py, schema/engine/compiler.py"]


def test_what_is_stored_and_what_graphql_shows_of_it_share_a_name(tmp_path: Path) -> None:
    write(tmp_path, "documents/cases/document.py", "class Case:\n    x = 1\n")
    write(tmp_path, "schema/cases/types.py", "@strawberry.type(description='x')\nclass Case:\n    x = 1\n")
    write(tmp_path, "api/a.py", "Facts = dict[str, int]\nCLAUSES = 1\n")
    write(tmp_path, "api/b.py", "Facts = dict[str, int]\nCLAUSES = 2\n")
    assert wording.names_with_two_meanings(tmp_path) == []
    # Without the mark of GraphQL it is another thing. A tree of its own: a tree may be read once.
    other = tmp_path / "other"
    write(other, "documents/cases/document.py", "class Case:\n    x = 1\n")
    write(other, "schema/cases/types.py", "class Case:\n    x = 1\n")
    assert len(wording.names_with_two_meanings(other)) == 1


def test_the_glossary_holds_our_twenty_words() -> None:
    assert len(WORDS) == wording.OWN_WORDS
    assert [word for word, count in Counter(one.word for one in (*WORDS, *TERMS)).items() if count > 1] == []


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    """The words of this code, gathered once."""
    return wording.words_of_the_code(ROOT)


@pytest.mark.parametrize("entry", [*WORDS, *TERMS], ids=lambda entry: entry.word)
def test_an_entry_is_one_sentence_about_a_word_of_the_code(entry: Entry, known: frozenset[str]) -> None:
    assert wording.sentences(entry.text) == 1, "a word that needs a second sentence wants another name"
    assert entry.code
    assert [name for name in entry.code if name not in known] == []


def test_the_standard_terms_stand_where_the_glossary_says() -> None:
    assert wording.STANDARD_TERMS - {one.word for one in TERMS} == set()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One key.", 1),
        ("A key, e.g. `org:7`, of a row (III.2).", 1),
        ("A key. It is stored.", 2),
        ("A key; it is stored.", 2),
        ("No end", 0),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert wording.sentences(text) == count


def test_a_word_that_left_the_code_is_missed(tmp_path: Path) -> None:
    write(tmp_path, "auth/grants.py", "class Grant:\n    sectors: int\n\n\ndef narrow():\n    held = 1\n")
    known = wording.words_of_the_code(tmp_path)
    assert {"Grant", "sectors", "narrow", "held", "grants", "auth/grants.py", "auth/"} <= known
    assert "Office" not in known
