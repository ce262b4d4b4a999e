"""From an empty database to the first message answered, in production mode, as docs/installing.md says."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest

from api.clock import utc_now
from tests.support import web
from tests.support.keys import ENVIRONMENT
from tests.support.notes import notes
from tests.support.observed import IMPATIENT
from tests.support.programs import Ended, run
from tests.support.served_town import PASSWORD, ServedTown, until
from tests.support.serving import serving
from tests.support.store import database_url, own

NAME = own("installing")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "installing.md"
TABLE = re.compile(r"^\*\*(\w+)\*\*:.*?^```csv\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOKEN = re.compile(r"^  (\S{40,})$", re.MULTILINE)
PRODUCTION = {"PULT_MODE": "production", "PULT_SECRET": "Zq3v9Lw0tYb7Xn5RkD2mPf8JhGcT1sUa", **ENVIRONMENT}
ADMINISTRATOR, HEAD, CURATOR = "Седова Ольга Петровна", "Липина Анна Сергеевна", "Кравец Игорь Львович"
PORTAL, DIRECTOR, ENGINEER = "Орлов Денис Иванович", "Тихонов Павел Олегович", "Юдина Вера Николаевна"
LOGINS = {HEAD: "lipina", CURATOR: "kravets", PORTAL: "orlov", DIRECTOR: "tikhonov", ENGINEER: "yudina"}
ANSWERED = """query($id: ID!) { message(id: $id) { number status isOverdue applicant { fullName }
    recipient { shortName } assignee { fullName } history(first: 20) { nodes { action } } } }"""


@dataclass
class Walk:
    """An installation on its way, and how long each part of the way took."""

    store_url: str
    var_dir: Path
    times: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    @property
    def environment(self) -> dict[str, str]:
        """What commands and the server run in."""
        address = database_url(self.store_url, NAME)
        return {**PRODUCTION, "MONGODB_URL": address, "PULT_DATABASE": NAME, "VAR_DIR": str(self.var_dir)}

    def command(self, *arguments: str) -> Ended:
        """Run a command that nothing refuses."""
        done = run("api", *arguments, **self.environment)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        return done

    def passed(self, part: str) -> None:
        """Note how long a part has taken."""
        now = time.monotonic()
        self.times[part], self.began = now - self.began, now


@pytest.fixture
def walk(store_url: str, tmp_path: Path) -> Iterator[Walk]:
    """An empty database of its own."""
    with pymongo.MongoClient[dict[str, Any]](store_url) as client:
        client.drop_database(NAME)
        yield Walk(store_url, tmp_path)
        client.drop_database(NAME)


def accepted(url: str, token: str) -> None:
    """Set the password that a one-time token allows."""
    web.post(
        f"{url}/auth/invitation", data={"token": token, "password": PASSWORD}, timeout=20
    ).raise_for_status()


def ready(url: str) -> httpx.Response:
    return web.get(f"{url}/health/ready", timeout=20)


def becomes_ready(url: str) -> None:
    """Wait until the server has noticed."""
    until(lambda: ready(url).status_code == 200, seconds=20)


def done(payload: Mapping[str, Any], name: str) -> Any:
    """What a payload shows that refused nothing."""
    assert payload["errors"] == []
    return payload[name]


def act(town: ServedTown, login: str, kind: str, name: str, shown: str, **given: Any) -> Any:
    """Run a mutation whose input is of another name than its own; what it shows."""
    asked = f"{name}(input: $input) {{ submission {{ {shown} }} errors {{ code path facts }} }}"
    query = f"mutation($input: {kind}!) {{ {asked} }}"
    return done(town.data(login, query, input=given)[name], "submission")


def order(number: str, title: str) -> dict[str, str]:
    """An act of the Administration."""
    issued_on = (utc_now() - timedelta(days=1)).date().isoformat()
    return {
        "kind": "ORDER",
        "number": number,
        "issuedOn": issued_on,
        "title": title,
        "url": f"https://bogotol.example/{number}",
    }


def load_tables(walk: Walk) -> None:
    """Load the tables of the page, each twice."""
    tables = TABLE.findall(PAGE.read_text(encoding="utf-8"))
    assert [kind for kind, _ in tables] == ["organizations", "officials", "topics", "settlements"]
    for kind, text in tables:
        file, count = walk.var_dir / f"{kind}.csv", len(text.splitlines()) - 1
        file.write_text(text, encoding="utf-8")
        assert f"{count} were created" in walk.command("load-directory", kind, str(file)).stdout
        assert f"{count} stay as they are" in walk.command("load-directory", kind, str(file)).stdout


def by_hand(town: ServedTown) -> None:
    """Record an organization and its official by mutations."""
    given = {"shortName": "ЕДДС", "name": "Единая дежурно-диспетчерская служба", "kind": "EMERGENCY_DISPATCH"}
    body = done(town.act("sedova", "createOrganization", "organization { id }", **given), "organization")
    person = {"fullName": "Гусев Олег Ильич", "organizationId": body["id"]}
    done(town.act("sedova", "createPerson", "person { id }", **person), "person")


def people(town: ServedTown) -> dict[str, str]:
    """Full name → id."""
    nodes = town.data("sedova", "{ people(first: 100) { nodes { id fullName } } }")["people"]["nodes"]
    return {one["fullName"]: one["id"] for one in nodes}


def invite(town: ServedTown, known: Mapping[str, str]) -> None:
    """Invite everybody, who sets a password."""
    for name, login in LOGINS.items():
        shown = "invitation { token }"
        invited = town.act("sedova", "inviteAccount", shown, personId=known[name], login=login)
        accepted(town.url, done(invited, "invitation")["token"])


def appoint(walk: Walk, town: ServedTown, known: Mapping[str, str]) -> None:
    """Appoint the head by the command line, the roles of the decree by him, the technical ones by the administrator."""
    given = order("7-р", "О составе МЦУ")
    options = {
        f"--act-{name}": given[key]
        for name, key in (("number", "number"), ("date", "issuedOn"), ("title", "title"), ("url", "url"))
    }
    told = walk.command(
        "appoint-head", "--person", HEAD, *(part for pair in options.items() for part in pair)
    )
    assert told.stdout == f"{HEAD} is now the head of the center.\n"
    act_id = done(
        town.act(
            "lipina", "recordLegalAct", "legalAct { id }", **order("8-р", "О распределении обязанностей")
        ),
        "legalAct",
    )["id"]
    for name, role, more in (
        (CURATOR, "CURATOR", {}),
        (PORTAL, "POS_OFFICER", {}),
        (PORTAL, "SECTOR_LEAD", {"sectors": ["ROADS"]}),
    ):
        done(
            town.act(
                "lipina",
                "appointMember",
                "membership { id }",
                personId=known[name],
                role=role,
                legalActId=act_id,
                **more,
            ),
            "membership",
        )
    for name, role in ((DIRECTOR, "RECIPIENT_HEAD"), (ENGINEER, "ASSIGNEE")):
        done(
            town.act("sedova", "grantRole", "membership { id }", personId=known[name], role=role),
            "membership",
        )


def answer_a_message(town: ServedTown, known: Mapping[str, str]) -> dict[str, Any]:
    """Register, route and answer the first message; what its officer sees of it then."""
    data = town.data(
        "orlov",
        """{ channels { id code } topics(first: 9) { nodes { id title } }
             organizations(first: 9) { nodes { id shortName } } }""",
    )
    channel = next(one["id"] for one in data["channels"] if one["code"] == "POS")
    topic = next(one["id"] for one in data["topics"]["nodes"] if one["title"] == "Ямы и выбоины")
    roads = next(one["id"] for one in data["organizations"]["nodes"] if one["shortName"] == "Служба дорог")
    applicant = {"fullName": "Петрова Мария Ивановна", "phone": "+7 900 000-12-34"}
    message = {"regime": "MESSAGE", "channelId": channel, "text": "Яма у дома 5.", "applicant": applicant}
    shown = "submission { id revision }"
    case = done(town.act("orlov", "registerSubmission", shown, **message), "submission")
    words = {"topicId": topic, "summary": "Яма", "expectedRevision": case["revision"]}
    done(town.act("orlov", "formalizeSubmission", shown, id=case["id"], **words), "submission")
    act(town, "orlov", "TargetInput", "acceptSubmission", "status", id=case["id"])
    to = {"recipientId": roads, "assigneeId": known[ENGINEER]}
    routed = act(town, "orlov", "RouteInput", "routeSubmission", "status dueAt", id=case["id"], **to)
    assert (routed["status"], routed["dueAt"] is not None) == ("ASSIGNED", True)
    act(town, "yudina", "TargetInput", "startWork", "status", id=case["id"])
    act(town, "yudina", "DraftInput", "submitResponse", "status", id=case["id"], text="Яма засыпана.")
    act(town, "tikhonov", "TargetInput", "approveResponse", "status", id=case["id"])
    sent = town.act("yudina", "sendResponse", "submission { status }", id=case["id"])
    assert done(sent, "submission")["status"] == "ANSWERED"
    found: dict[str, Any] = town.data("orlov", ANSWERED, id=case["id"])["message"]
    return found


def test_an_empty_database_becomes_a_working_center(walk: Walk, store_url: str) -> None:
    with (
        pymongo.MongoClient[dict[str, Any]](store_url) as client,
        serving(database_url(store_url, NAME), walk.var_dir, **walk.environment, **IMPATIENT) as url,
    ):
        town = ServedTown(url, client[NAME])
        assert (ready(url).status_code, ready(url).json()["status"]) == (503, "not_installed")
        walk.passed("serve")
        told = walk.command("init", "--administrator", ADMINISTRATOR, "--login", "sedova").stdout
        walk.passed("init")
        becomes_ready(url)
        accepted(url, TOKEN.findall(told)[0])
        assert town.data("sedova", "{ viewer { roles } }")["viewer"]["roles"] == ["SYSTEM_ADMINISTRATOR"]
        walk.passed("administrator")
        load_tables(walk)
        by_hand(town)
        walk.passed("directory")
        known = people(town)
        invite(town, known)
        walk.passed("accounts")
        appoint(walk, town, known)
        walk.passed("roles")
        answered = answer_a_message(town, known)
        walk.passed("message")
        assert (answered["status"], answered["applicant"]) == ("ANSWERED", {"fullName": "М. И."})
        assert (answered["recipient"]["shortName"], answered["assignee"]["fullName"]) == (
            "Служба дорог",
            ENGINEER,
        )
        assert [
            row
            for name in client[NAME].list_collection_names()
            for row in client[NAME][name].find({"is_demo": True})
        ] == []
    notes("from an empty database to the first answer, in seconds").update(
        {part: f"{seconds:.1f}" for part, seconds in walk.times.items()}
    )
