"""THE register of addresses: how each is asked, method by method. Which there are is read from the application's table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from documents.kernel.ids import global_id
from schema.build import sdl

SDL = sdl()
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
ACCEPTED = (JSON, "text/html")
REFUSED = 400
PROTOCOL = global_id("Protocol", "0" * 24)
"""One that is not there."""


@dataclass(frozen=True)
class Sending:
    """What is sent to an address; nothing of it is ever taken for a sign-in, so that nothing is written."""

    path: str
    body: bytes = b""
    media_type: str = JSON


def _forms(path: str, query: str = "") -> tuple[Sending, ...]:
    """An address of Open311 in both of its forms."""
    return tuple(Sending(f"/open311/v2/{path}.{form}{query}") for form in ("json", "xml"))


ADDRESSES: Mapping[str, Mapping[str, tuple[Sending, ...]]] = {
    "/graphql": {
        "GET": (Sending("/graphql"), Sending("/graphql?query=%7B__typename%7D")),
        "POST": (Sending("/graphql", b'{"query": "{ __typename }"}'),),
    },
    "/graphql/schema.graphql": {"GET": (Sending("/graphql/schema.graphql"),)},
    "/graphql/ide/demo-accounts": {"GET": (Sending("/graphql/ide/demo-accounts"),)},
    # The files of the editor are the same for everybody; what is none of them is not there.
    "/graphql/ide/{name}": {"GET": (Sending("/graphql/ide/nothing"),)},
    # In development only: what would have been sent, which names no one but who gets it.
    "/dev/mail": {"GET": (Sending("/dev/mail"),)},
    # Refused for what they lack: a right grant, token or password would write.
    "/auth/token": {
        "POST": (Sending("/auth/token", b"", FORM), Sending("/auth/token", b"grant_type=nothing", FORM))
    },
    "/auth/invitation": {"POST": (Sending("/auth/invitation", b"password=nothing", FORM),)},
    "/auth/revoke": {"POST": (Sending("/auth/revoke", b"", FORM),)},
    # Refused because it is empty, before anything is noted.
    "/files": {"PUT": (Sending("/files?name=nothing.txt"),)},
    # Those that are there are asked for one by one (carried.py).
    "/files/{file_id}": {"GET": (Sending(f"/files/{global_id('File', '0' * 24)}"),)},
    # One that is there is its owner's alone: tested beside (tests/api/test_exports.py).
    "/exports/{export_id}": {"GET": (Sending(f"/exports/{global_id('Export', '0' * 24)}"),)},
    # Refused because it is empty, before anything is looked at.
    "/intake/{system}": {"POST": tuple(Sending(f"/intake/{one}") for one in ("pos", "incidents", "nothing"))},
    # By their tokens, as clients come in too; what holds of keys is tested beside (tests/api/test_open311.py).
    "/open311/v2/discovery.{form}": {"GET": _forms("discovery")},
    "/open311/v2/services.{form}": {"GET": _forms("services")},
    "/open311/v2/services/{code}.{form}": {"GET": _forms(f"services/{global_id('Topic', '0' * 24)}")},
    # What is posted lacks what it is about, so that nothing is registered.
    "/open311/v2/requests.{form}": {
        "GET": (
            *_forms("requests", "?page_size=100"),
            *_forms("requests", "?status=closed&service_request_id=1999-000001"),
        ),
        "POST": (Sending("/open311/v2/requests.json", b"lat=56.2&long=89.5", FORM),),
    },
    "/open311/v2/requests/{number}.{form}": {"GET": _forms("requests/1999-000001")},
    "/open311/v2/tokens/{token}.{form}": {"GET": _forms(f"tokens/{global_id('Message', '0' * 24)}")},
    "/open311/v2/servicerequestupdates.{form}": {"GET": _forms("servicerequestupdates")},
    # No token looks like this, so that nothing is counted as a guess.
    "/rating/{token}": {
        "GET": (Sending("/rating/nothing"),),
        "POST": (Sending("/rating/nothing", b"score=5&solved=yes", FORM),),
    },
    # One that is there would be logged as read: whose each is to read is tested beside (tests/api/test_letters.py).
    "/letters/{case_id}/{name}": {
        "GET": tuple(Sending(f"/letters/{global_id('Message', '0' * 24)}/1.{one}") for one in ("docx", "pdf"))
    },
    # One that is there shows words of a stored protocol: whose it is to read is tested beside (tests/api/test_papers.py).
    "/protocols/{name}": {
        "GET": tuple(Sending(f"/protocols/{PROTOCOL}.{one}") for one in ("docx", "pdf")),
    },
    "/protocols/{protocol_id}/extracts/{name}": {
        "GET": (Sending(f"/protocols/{PROTOCOL}/extracts/{global_id('Person', '0' * 24)}.pdf"),)
    },
    # As of protocols (tests/api/test_reports.py).
    "/reports/decisions/{name}": {
        "GET": tuple(Sending(f"/reports/decisions/{one}") for one in ("1999.docx", "1999.xlsx", "nothing"))
    },
    "/recipient/{token}": {
        "GET": (Sending("/recipient/nothing"),),
        "POST": (Sending("/recipient/nothing", b"text=nothing", FORM),),
    },
    "/recipient/{token}/files": {"PUT": (Sending("/recipient/nothing/files?name=nothing.txt"),)},
    "/recipient/{token}/files/{file_id}": {
        "GET": (Sending(f"/recipient/nothing/files/{global_id('File', '0' * 24)}"),)
    },
    "/acknowledgement/{token}": {
        "GET": (Sending("/acknowledgement/nothing"),),
        "POST": (Sending("/acknowledgement/nothing", b"", FORM),),
    },
    # As of ratings; what a feed shows is tested beside (tests/api/test_calendars.py).
    "/calendar/{token}.ics": {"GET": (Sending("/calendar/nothing.ics"),)},
    "/meetings/{meeting_id}.ics": {"GET": (Sending(f"/meetings/{global_id('Meeting', '0' * 24)}.ics"),)},
    "/.well-known/jwks.json": {"GET": (Sending("/.well-known/jwks.json"),)},
    "/health/live": {"GET": (Sending("/health/live"),)},
    "/health/ready": {"GET": (Sending("/health/ready"),)},
    "/metrics": {"GET": (Sending("/metrics"),)},
}
"""Address → method → what is sent."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


async def addresses(driver: Driver, asker: Asker) -> None:
    """Ask every address as somebody, and read bodies and headers; by other methods it must not answer at all."""
    for path, methods in ADDRESSES.items():
        for method, requests in methods.items():
            for request in requests:
                for accept in ACCEPTED:
                    await _send(driver, asker, path, method, request, accept)
        wrong = next(one for one in METHODS if one not in methods)
        request = next(one for requests in methods.values() for one in requests)
        status = await _send(driver, asker, path, wrong, request, JSON)
        if status < REFUSED:
            place = f"метод {wrong} отвечает, хотя не описан"
            driver.note(asker, path, Sort.LEAK, CheckKind.ROUTES, place, query=f"{wrong} {request.path}")


async def _send(
    driver: Driver, asker: Asker, address: str, method: str, request: Sending, accept: str
) -> int:
    headers = {"authorization": f"Bearer {asker.token}"} if asker.token else {}
    headers |= {"accept": accept, "content-type": request.media_type}
    body = b"" if method == "GET" else request.body
    reply = await driver.client.send(method, request.path, headers=headers, body=body)
    driver.tally.requests += 1
    driver.tally.count(CheckKind.ROUTES, address, asker.label)
    # The SDL is told from the code alone: the numbers in its examples may well be given to cases.
    if reply.text != SDL:
        driver.judge.texts(Probe(address, asker, f"{method} {request.path}"), reply)
    return reply.status


def described() -> Iterator[tuple[str, str]]:
    """List the addresses and methods that can be asked."""
    for path, methods in ADDRESSES.items():
        yield from ((path, method) for method in methods)
