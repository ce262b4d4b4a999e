"""Keep a copy of the cases that a partner's client may see: list them once, then follow what changes.

    python follow.py https://pult.example.ru CLIENT_ID SECRET copy.json

The cases and the place in the stream are written together: whenever this ends, the next run goes on from there. Needs
httpx.
"""  # noqa: INP001  # a program by itself

import json
import sys
from pathlib import Path
from typing import Any

import httpx

CASE = "id number status dueAt sector { code } recipient { shortName }"
HEAD = "{ eventsHead }"
LIST = f"""query($after: String) {{ cases(first: 100, after: $after) {{
  nodes {{ {CASE} }} pageInfo {{ endCursor hasNextPage }} }} }}"""
EVENTS = """query($after: String!) { events(first: 100, after: $after) {
  nodes { object { id } } endCursor hasNext } }"""
NODES = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Case {{ {CASE} }} }} }}"

Copy = dict[str, Any]


class Expired(Exception):
    """Too much was missed, or the rights of the client have changed: the copy has to be made anew."""


class Pult:
    """The API as one client. A token holds for some minutes: run this anew, or ask for another one, when it has run out."""

    def __init__(self, address: str, client_id: str, secret: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=30)
        form = {"grant_type": "client_credentials"}
        answer = self._http.post("/auth/token", data=form, auth=(client_id, secret)).raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the data of a query. Raises: Expired; RuntimeError for any other refusal."""
        answer = self._http.post("/graphql", json={"query": query, "variables": variables}).raise_for_status()
        told = answer.json()
        codes = [one["extensions"]["code"] for one in told.get("errors", ())]
        if "CURSOR_EXPIRED" in codes:
            raise Expired
        if codes:
            raise RuntimeError(codes)
        found: dict[str, Any] = told["data"]
        return found


def begun(pult: Pult) -> Copy:
    """Return a copy made anew. The place is taken first: what changes while the list is read is told behind it."""
    place, after = pult.ask(HEAD)["eventsHead"], None
    cases: dict[str, Any] = {}
    while True:
        page = pult.ask(LIST, after=after)["cases"]
        cases |= {one["id"]: one for one in page["nodes"]}
        if not page["pageInfo"]["hasNextPage"]:
            return {"place": place, "cases": cases}
        after = page["pageInfo"]["endCursor"]


def followed(pult: Pult, copy: Copy) -> bool:
    """Bring a copy on by one page of the stream, and return whether there is more. Raises: Expired."""
    page = pult.ask(EVENTS, after=copy["place"])["events"]
    ids = list(dict.fromkeys(one["object"]["id"] for one in page["nodes"]))
    shown = pult.ask(NODES, ids=ids)["nodes"] if ids else []
    for case_id, case in zip(ids, shown, strict=True):
        # What is null may not be seen any more.
        copy["cases"].pop(case_id, None)
        if case is not None:
            copy["cases"][case_id] = case
    copy["place"] = page["endCursor"]
    return bool(page["hasNext"])


def run(address: str, client_id: str, secret: str, file: str) -> Copy:
    """Bring the copy in a file up to now, begun anew where it must be; the copy."""
    pult, kept = Pult(address, client_id, secret), Path(file)
    copy: Copy = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else begun(pult)
    try:
        while followed(pult, copy):
            kept.write_text(json.dumps(copy, ensure_ascii=False), encoding="utf-8")
    except Expired:
        copy = begun(pult)
    kept.write_text(json.dumps(copy, ensure_ascii=False), encoding="utf-8")
    pult.close()
    return copy


if __name__ == "__main__":
    run(*sys.argv[1:])
