"""Relay's compiler takes the lists and the screens as they are, and its manifest is what a client registers."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.pasted import BLOCKS, RELAY
from tests.support.screens import SCREEN_NAMES, screen
from tests.support.served_town import WITHIN_SECONDS, ServedTown, serving_town, until
from tests.support.store import own

COMPILER = Path(__file__).resolve().parent / "node_modules" / "relay-compiler" / "cli.js"
SECONDS = 120
LISTS = ("CaseListQuery", "CaseListPageQuery", "CaseListRowQuery")

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def town(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    """The town behind a server."""
    with serving_town(store_url, own("relay"), tmp_path_factory.mktemp("var-relay")) as served:
        yield served


@pytest.fixture(scope="module")
def made(town: ServedTown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the compiler has made its files of the page's list and of all screens, in its strict mode."""
    folder = tmp_path_factory.mktemp("relay")
    node = shutil.which("node")
    assert node is not None, "the compiler is started by Node"
    (folder / "relay.config.json").write_text(BLOCKS["relay.config.json"], encoding="utf-8")
    served = web.get(f"{town.url}/graphql/schema.graphql", timeout=SECONDS).text
    (folder / RELAY["schema"]).write_text(served, encoding="utf-8")
    (folder / RELAY["persistConfig"]["file"]).write_text("{}", encoding="utf-8")
    for name in (RELAY["src"], RELAY["artifactDirectory"]):
        (folder / name).mkdir()
    (folder / RELAY["src"] / "CaseList.js").write_text(BLOCKS["CaseList.js"], encoding="utf-8")
    for name in SCREEN_NAMES:
        module, document = in_relays_words(screen(name).document)
        (folder / RELAY["src"] / f"{module}.js").write_text(f"graphql`\n{document}`;\n", encoding="utf-8")
    ended = subprocess.run(
        [node, str(COMPILER), "relay.config.json"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder


@pytest.fixture(scope="module")
def manifest(made: Path) -> Mapping[str, str]:
    """Name of an operation → its text, as the compiler prints it, each under its own hash."""
    told = json.loads((made / RELAY["persistConfig"]["file"]).read_text(encoding="utf-8"))
    assert all(sha256(text.encode()).hexdigest() == one for one, text in told.items())
    return {text.split("(")[0].split("{")[0].split()[1]: text for text in told.values()}


def in_relays_words(document: str) -> tuple[str, str]:
    """The name of an operation, which is that of its file, and its text with the kind at the end of its name."""
    # What is said above it has marks that end a piece of JavaScript.
    document = re.sub(r"^#.*\n", "", document, flags=re.MULTILINE)
    found = re.search(r"\b(query|mutation|subscription) (\w+)", document)
    assert found is not None, document
    kind, name = found.groups()
    return name, document.replace(found.group(), f"{kind} {name}{kind.capitalize()}", 1)


def test_the_list_and_every_screen_are_compiled(made: Path) -> None:
    names = {in_relays_words(screen(name).document)[0] for name in SCREEN_NAMES}
    files = {one.name.removesuffix(".graphql.ts") for one in (made / RELAY["artifactDirectory"]).iterdir()}
    assert {*LISTS, "CaseList_cases", "CaseList_row"} <= files
    assert {re.sub("(Query|Mutation|Subscription)$", "", one) for one in files} >= names
    page = (made / RELAY["artifactDirectory"] / "CaseListPageQuery.graphql.ts").read_text(encoding="utf-8")
    assert '"kind": "LinkedHandle"' in page
    assert '"cursor"' in page


def test_its_manifest_is_registered_and_each_list_is_asked_for_by_its_hash(
    town: ServedTown, manifest: Mapping[str, str]
) -> None:
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Нет света"}
    case = town.act("pos", "registerSubmission", "submission { id }", **given)["submission"]["id"]
    hashes = {name: f"sha256:{sha256(manifest[name].encode()).hexdigest()}" for name in LISTS}
    registered = town.act(
        "admin",
        "replaceClientDocuments",
        "client { documents { name } }",
        id=global_id("Client", "account-partner"),
        documents=[{"text": manifest[name], "hash": hashes[name]} for name in LISTS],
        documentsOnly=True,
    )
    assert registered["errors"] == []
    headers = {"Authorization": f"Bearer {town.token('partner')}"}

    def asked(name: str, **variables: object) -> dict[str, object] | None:
        sent = {"documentId": hashes[name], "variables": variables}
        answer = web.post(f"{town.url}/graphql", json=sent, headers=headers, timeout=SECONDS).json()
        return None if "errors" in answer else answer["data"]

    until(lambda: asked("CaseListQuery") is not None, seconds=WITHIN_SECONDS)
    page = asked("CaseListPageQuery", first=1)
    assert page is not None
    assert set(page["cases"]) == {"edges", "pageInfo"}  # type: ignore[call-overload]
    assert asked("CaseListRowQuery", id=case) is not None
