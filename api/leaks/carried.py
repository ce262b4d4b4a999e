"""Files by their address: each is given to who sees the object that carries it, and is not there for everybody else."""

from api.leaks.answers import Probe
from api.leaks.asgi import Reply
from api.leaks.asking import Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.truth import FILE, FILES, WAITS
from documents.kernel.ids import global_id

GIVEN = (200, 206)
UNKNOWN = "0" * 24
DOOR = "/files/{file_id}"
FEW = 40
"""Files that are asked for by each asker; sought among those that were cleared and those that were not."""


async def files_given(driver: Driver, asker: Asker) -> None:
    """Ask for files as somebody, whole and in part: content where it is theirs to see, else what is said of none."""
    unknown = await _get(driver, asker, UNKNOWN)
    for file_id in _chosen(driver):
        reply = await _get(driver, asker, file_id)
        driver.tally.count(CheckKind.ROUTES, DOOR, asker.label)
        is_given, may = reply.status in GIVEN, _may(driver, asker, file_id)
        known = driver.truth.files.get(file_id)
        about = (known.type_name, known.row["_id"]) if known is not None else None
        # While a virus scanner has its word to say, a file is kept back from everybody.
        if is_given and not may:
            _note(driver, asker, Sort.LEAK, "файл отдан тому, кому не виден", about)
        elif may and reply.status in (401, 403, 404):
            _note(driver, asker, Sort.MISSING, "файл не отдан тому, кому виден", about)
        elif not may and (reply.status, reply.json) != (unknown.status, unknown.json):
            _note(driver, asker, Sort.LEAK, "о скрытом файле сказано не то, что о несуществующем", about)


def _may(driver: Driver, asker: Asker, file_id: str) -> bool:
    """Whether a file is for the asker: by what carries it; an upload that nothing carries yet is for who sent it."""
    row = driver.truth.data.row(FILES, file_id)
    if row is not None and row["state"] == WAITS:
        return bool(row["account_id"] == asker.account_id)
    return driver.truth.reads_file(asker, file_id)


def _chosen(driver: Driver) -> list[str]:
    """Files of objects, cleared and not, and some that nobody attached."""
    carried = driver.truth.files
    cleared = [one for one, known in carried.items() if known.file["is_cleared"]]
    others = [one for one in carried if one not in set(cleared)]
    waiting = [row["_id"] for row in driver.truth.data.rows(FILES) if row["state"] == WAITS]
    return [*cleared[:FEW], *others[:FEW], *waiting[:FEW]]


async def _get(driver: Driver, asker: Asker, file_id: str) -> Reply:
    headers = {"authorization": f"Bearer {asker.token}"} if asker.token else {}
    driver.begin(asker, DOOR)
    reply = await driver.client.send("GET", f"/files/{global_id(FILE, file_id)}", headers=headers)
    if reply.status not in GIVEN:
        driver.judge.texts(Probe(DOOR, asker, "GET /files/…"), reply)
    return reply


def _note(driver: Driver, asker: Asker, sort: Sort, place: str, about: tuple[str, str] | None) -> None:
    driver.note(asker, DOOR, sort, CheckKind.ROUTES, place, about=about)
