"""`python -m api load-directory`: tables are checked as a whole, told row by row, and change nothing when loaded again."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from api.tables import TableUnreadable, read_table
from documents.directory.tables import LAYOUTS, GivenRow
from tests.support.programs import Ended, run
from tests.support.standing import Database, standing_town
from tests.support.store import database_url, own
from tests.support.workbooks import Cell, workbook

NAME = own("load-directory")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "installing.md"
TABLE = re.compile(r"^\*\*(\w+)\*\*:.*?^```csv\n(.*?)\n", re.MULTILINE | re.DOTALL)
HEADER = (
    "Краткое наименование;Наименование;Вид;Вышестоящая организация;Ответственный получатель;Направления\n"
)
BODIES = (
    # A unit stands above the body that it belongs to.
    HEADER
    + "Участок уборки;Участок уборки улиц;Структурное подразделение;Служба дорог;нет;\n"
    + "Служба дорог;МКУ «Служба дорог»;Муниципальное учреждение;roads;да;Дороги, EDUCATION\n"
    + ";;;;;\n"
    + '"Котельная ""Южная""";ООО «Южная»;UTILITY_SUPPLIER;;да;\n'
)
PEOPLE = (
    "ФИО;Должность;Организация;Рабочий телефон;Рабочая почта\n"
    "Седова Ольга Петровна;начальник;Служба дорог;8 (39157) 2-10-11;sedova@bogotol.example\n"
    "Котов Пётр;;Участок уборки;;\n"
)
TOPICS = (
    "Тема;Направление;Получатель;Ускоренный порядок;Дней в ускоренном порядке\n"
    "Зимняя уборка;Дороги;roads;да;10\n"
)


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    """A town of a test's own."""
    with standing_town(store_url, NAME) as database:
        yield database


@pytest.fixture
def load(store_url: str, tmp_path: Path) -> Any:
    """Loads a text as a table of a kind."""

    def loaded(kind: str, text: str | bytes, *options: str) -> Ended:
        file = tmp_path / "table.csv"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return run(
            "api",
            "load-directory",
            kind,
            str(file),
            *options,
            MONGODB_URL=database_url(store_url, NAME),
            PULT_DATABASE=NAME,
            VAR_DIR=str(tmp_path / "var"),
        )

    return loaded


def bodies(database: Database) -> dict[str, dict[str, Any]]:
    return {row["short_name"]: row for row in database["organizations"].find({})}


def everything(database: Database) -> list[Any]:
    names = ("organizations", "persons", "topics", "settlements", "events")
    return [list(database[name].find({}).sort("_id", 1)) for name in names]


def test_organizations_and_officials_are_loaded_and_a_second_time_nothing_happens(
    database: Database, load: Any
) -> None:
    done = load("organizations", BODIES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "organizations: 3 were created, 0 changed, 0 stay as they are\n"
    stored = bodies(database)
    service, unit, boiler = stored["Служба дорог"], stored["Участок уборки"], stored['Котельная "Южная"']
    assert (service["parent_id"], unit["parent_id"], boiler["parent_id"]) == ("roads", service["_id"], None)
    assert (service["kind"], boiler["kind"]) == ("MUNICIPAL_INSTITUTION", "UTILITY_SUPPLIER")
    assert service["sector_ids"] == ["EDUCATION", "ROADS"]
    assert (service["is_responsible_recipient"], unit["is_responsible_recipient"]) == (True, False)
    people = load("officials", PEOPLE)
    assert people.stdout == "officials: 2 were created, 0 changed, 0 stay as they are\n", people.stderr
    (sedova,) = database["persons"].find({"work_email": "sedova@bogotol.example"})
    assert (sedova["full_name"], sedova["organization_id"]) == ("Седова Ольга Петровна", service["_id"])
    assert (sedova["position"], sedova["work_phone"]) == ("начальник", "8 (39157) 2-10-11")
    before = everything(database)
    for kind, text, count in (("organizations", BODIES, 3), ("officials", PEOPLE, 2)):
        assert load(kind, text).stdout == f"{kind}: 0 were created, 0 changed, {count} stay as they are\n"
    assert everything(database) == before


def test_what_a_table_says_otherwise_is_changed_and_has_its_event(database: Database, load: Any) -> None:
    load("organizations", BODIES)
    load("officials", PEOPLE)
    moved = load("organizations", "shortName,name,kind,parentId\nУЧАСТОК УБОРКИ,Участок уборки улиц,OTHER,\n")
    assert moved.stdout == "organizations: 0 were created, 1 changed, 0 stay as they are\n", moved.stderr
    (unit,) = database["organizations"].find({"name": "Участок уборки улиц"})
    assert (unit["kind"], unit["parent_id"], unit["revision"]) == ("OTHER", None, 2)
    (event,) = database["events"].find({"object_id": unit["_id"], "name": "organization.changed"})
    assert event["actor"]["role"] == "COMMAND_LINE"
    told = PEOPLE.replace("Седова", "Котова").replace(
        "Котов Пётр;;Участок уборки;;", "Котов Пётр;;УЧАСТОК УБОРКИ;;k@b.example"
    )
    renamed = load("officials", told)
    assert renamed.stdout == "officials: 0 were created, 2 changed, 0 stay as they are\n", renamed.stderr
    names = {
        row["full_name"]: row["work_email"]
        for row in database["persons"].find({"work_email": {"$ne": "a@b"}})
    }
    assert names == {"Котова Ольга Петровна": "sedova@bogotol.example", "Котов Пётр": "k@b.example"}


def test_topics_and_settlements_are_loaded_as_well(database: Database, load: Any) -> None:
    topics = load(
        "topics",
        TOPICS + "Ямы;д. Дороги;;;\n",
    )
    assert topics.returncode == 1
    assert topics.stderr.splitlines()[0].startswith("row 3, «Направление»: ")
    topics = load(
        "topics",
        TOPICS + "Ямы;ROADS;;;\n",
    )
    assert topics.stdout == "topics: 1 were created, 0 changed, 1 stay as they are\n", topics.stderr
    (topic,) = database["topics"].find({"title": "Зимняя уборка"})
    assert (topic["sector_id"], topic["default_recipient_id"], topic["fast_track_days"]) == (
        "ROADS",
        "roads",
        10,
    )
    places = load(
        "settlements", "Населённый пункт;Вид;Территориальный отдел;Население\nКритово;Село;Критовский;1 240\n"
    )
    assert places.stdout == "settlements: 1 were created, 0 changed, 0 stay as they are\n", places.stderr
    (place,) = database["settlements"].find({"title": "Критово"})
    assert (place["kind"], place["division"], place["population"]) == ("VILLAGE", "Критовский", 1240)


def test_nothing_is_loaded_while_a_row_is_wrong_and_each_is_told_with_its_place(
    database: Database, load: Any
) -> None:
    before = everything(database)
    refused = load(
        "organizations",
        HEADER
        + "A;A;Клуб;;да;\n"
        + "B;B;OTHER;Нигде;да;\n"
        + "C;;OTHER;;может быть;Космос\n"
        + "D;D;OTHER;E;;\n"
        + "E;E;OTHER;D;;\n"
        + "F;F;OTHER;;;\n"
        + "f;F;OTHER;;;\n"
        + f"G;{'ж' * 401};OTHER;;;\n",
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    *rows, sum_ = refused.stderr.splitlines()
    assert [line.partition(":")[0] for line in rows] == [
        "row 2, «Вид»",
        "row 3, «Вышестоящая организация»",
        "row 4, «Наименование»",
        "row 4, «Ответственный получатель»",
        "row 4, «Направления»",
        "row 5, «Вышестоящая организация»",
        "row 6, «Вышестоящая организация»",
        "row 8, «Краткое наименование»",
        "row 9, «Наименование»",
    ]
    assert sum_.endswith("nothing was loaded. Rows that are wrong: 7.")
    assert everything(database) == before


def test_a_dry_run_says_what_would_happen_and_writes_nothing(database: Database, load: Any) -> None:
    before = everything(database)
    done = load("organizations", BODIES.encode("cp1251"), "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "organizations: 3 would be created, 0 changed, 0 stay as they are\n"
    assert everything(database) == before


@pytest.mark.parametrize(
    "text",
    [
        BODIES.encode(),
        BODIES.encode("utf-8-sig"),
        BODIES.encode("cp1251"),
        BODIES.encode("utf-16"),
        BODIES.replace("\n", "\r\n").encode(),
        f"sep=;\n{BODIES}".encode(),
        BODIES.replace(", EDUCATION", "").replace(";", ",").encode(),
        BODIES.replace(";", "\t").encode(),
        BODIES.replace("уборки улиц", "уборки\u2028улиц").encode(),
    ],
    ids=["plain", "BOM", "windows-1251", "UTF-16", "CRLF", "separator named", "commas", "tabs", "odd line"],
)
def test_files_are_read_as_programs_write_them(text: bytes, tmp_path: Path) -> None:
    header, rows = table(tmp_path, text)
    assert header == HEADER.rstrip().split(";")
    first = 3 if text.startswith(b"sep") else 2
    assert [(row.number, row.cells["Краткое наименование"], row.cells["Вид"]) for row in rows] == [
        (first, "Участок уборки", "Структурное подразделение"),
        (first + 1, "Служба дорог", "Муниципальное учреждение"),
        (first + 3, 'Котельная "Южная"', "UTILITY_SUPPLIER"),
    ]


def table(folder: Path, content: bytes) -> tuple[Sequence[str], list[GivenRow]]:
    """What the command reads in a file."""
    file = folder / "table.csv"
    file.write_bytes(content)
    return read_table(file)


def test_what_is_no_table_of_this_kind_is_refused(database: Database, load: Any) -> None:
    refused = load("organizations", "")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "is empty: the first row holds the names of the columns." in refused.stderr
    refused = load("organizations", "Краткое наименование;Тип\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    told = {line.partition(": ")[0] for line in refused.stderr.splitlines()}
    assert told >= {"row 1, «Тип»", "row 1, «Наименование»", "row 1, «Вид»"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Вид;Вид\n", "has two columns «Вид»."),
        (HEADER + "A;B;OTHER;;;;лишнее\n", "row 2: a cell stands beyond the columns that the header names."),
        ('Вид;"Краткое\n', "It is no table with «;» between its cells"),
    ],
)
def test_what_is_no_table_is_told(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable, match=re.escape(words)):
        table(tmp_path, text.encode())


def test_an_organization_that_closes_takes_nobody_in(database: Database, load: Any) -> None:
    database["organizations"].update_one({"_id": "yard"}, {"$set": {"state": "CLOSING"}})
    refused = load("officials", "ФИО;Организация\nСедова Ольга;yard\n")
    assert refused.returncode == 1
    assert refused.stderr.startswith("row 2, «Организация»: ")


def test_without_an_installation_nothing_is_loaded(database: Database, load: Any) -> None:
    for name in ("memberships", "persons"):
        database[name].delete_many({})
    refused = load("organizations", BODIES)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "The database holds no installation: run `python -m api init` first.\n"


def test_the_page_shows_every_column_of_each_table() -> None:
    shown = dict(TABLE.findall(PAGE.read_text(encoding="utf-8")))
    assert shown == {
        kind.value: ";".join(column.title for column in layout.columns) for kind, layout in LAYOUTS.items()
    }


def test_a_workbook_is_read_like_any_other_table(database: Database, load: Any) -> None:
    head: list[Cell] = ["Населённый пункт", "Вид", "Население", None]
    rows: list[list[Cell]] = [head, ["Критово", "Село", 1240], [None], ["Вагино", "Село", 910.0]]
    done = load("settlements", workbook([["черновик"]], rows, hidden=[0]))
    assert done.stdout == "settlements: 2 were created, 0 changed, 0 stay as they are\n", done.stderr
    stored = {row["title"]: row["population"] for row in database["settlements"].find({"kind": "VILLAGE"})}
    assert stored == {"Критово": 1240, "Вагино": 910}
    topics: list[list[Cell]] = [
        ["Тема", "Ускоренный порядок"],
        ["Зимняя уборка", True],
        ["Летняя уборка", "может быть"],
    ]
    refused = load("topics", workbook(topics))
    assert refused.stderr.startswith("row 3, «Ускоренный порядок»: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 no archive", "cannot be read: it is no workbook that can be read."),
        (workbook([["Вид"]], hidden=[0]), "cannot be read: it shows no sheet."),
        (workbook([["Вид"] * 200]), "cannot be read: its sheet has more than 10001 rows or 100 columns."),
        (workbook([]), "is empty: the first row holds the names of the columns."),
    ],
    ids=["no archive", "hidden", "wide", "empty"],
)
def test_a_workbook_without_a_table_is_told(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable, match=re.escape(words)):
        table(tmp_path, content)
