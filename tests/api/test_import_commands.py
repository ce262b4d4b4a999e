"""`python -m api import-pos` and `import-incidents`: a file is taken row by row, foreseen, or refused as a whole."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.programs import run
from tests.support.standing import Database, standing_town
from tests.support.store import database_url, own

NAME = own("import-commands")
YESTERDAY = f"{datetime.now(UTC) - timedelta(days=1):%d.%m.%Y %H:%M}"
INCIDENTS = (
    "Номер инцидента;Дата создания;Тема;Текст инцидента;Ссылка\n"
    "{0}-1;{1};Ямы;Яма у школы;https://vk.com/wall-7_1\n"
    "{0}-2;{1};Ямы;;https://vk.com/wall-7_2\n"
)

Import = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def database(store_url: str) -> Iterator[Database]:
    """A town for the tests of this module, each with numbers of its own."""
    with standing_town(store_url, NAME) as database:
        yield database


@pytest.fixture(scope="module")
def imported(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Import:
    """Imports a text: the exit code, and what was written."""
    directory = tmp_path_factory.mktemp("import")
    given = {
        "MONGODB_URL": database_url(store_url, NAME),
        "PULT_DATABASE": NAME,
        "VAR_DIR": str(directory),
    }

    def imports(name: str, text: str | bytes, *options: str) -> tuple[int, str, str]:
        path = directory / "export"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        ended = run("api", f"import-{name}", str(path), *options, **given)
        return (
            ended.returncode,
            ended.stdout.partition(": ")[2].strip(),
            ended.stderr.replace(str(path), "export"),
        )

    return imports


def there(database: Database, prefix: str) -> int:
    return database["cases"].count_documents({"external_id": {"$regex": f"^{prefix}-"}})


def test_a_file_is_foreseen_taken_and_known_again(database: Database, imported: Import) -> None:
    text = INCIDENTS.format("command", YESTERDAY)
    counts = "1 CREATED, 0 UPDATED, {} UNCHANGED, 0 CONFLICT, 1 REJECTED"
    code, told, _ = imported("incidents", text, "--dry-run")
    assert (code, told) == (1, "of 2 records there would come " + counts.format(0))
    assert there(database, "command") == 0
    code, told, errors = imported("incidents", text)
    assert (code, told) == (1, "of 2 records there came " + counts.format(0))
    assert "row 3, «text»: This field is required." in errors
    assert there(database, "command") == 1
    code, told, _ = imported("incidents", text.encode("cp1251"))
    assert (code, told) == (1, "of 2 records there came 0" + counts.format(1)[1:])


def test_records_of_pos_are_taken_by_nobody_in_person(database: Database, imported: Import) -> None:
    text = f"Номер;Текст;Дата создания\npos-1;Яма;{YESTERDAY}\n"
    assert imported("pos", text)[:2] == (
        0,
        "of 1 records there came 1 CREATED, 0 UPDATED, 0 UNCHANGED, 0 CONFLICT, 0 REJECTED",
    )
    case = database["cases"].find_one({"external_id": "pos-1"})
    assert case is not None
    assert (case["channel_id"], case["creator_id"]) == ("POS", "command-line")


@pytest.mark.parametrize(
    "text", ['Номер;Текст\nhalf-1;"Яма\n', b"PK\x03\x04no workbook"], ids=["an open quote", "no workbook"]
)
def test_a_broken_file_says_how_and_leaves_nothing(
    database: Database, imported: Import, text: str | bytes
) -> None:
    code, told, errors = imported("pos", text)
    assert (code, told) == (2, "")
    assert errors.startswith("export: ")
    assert errors.endswith("Nothing was imported.\n")
    assert there(database, "half") == 0
