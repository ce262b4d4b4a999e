"""Accounts at the doors: invitations, passwords, one's own sessions, and what the administrator ends.

Of those who ask one server, each has somebody of its own.
"""

from typing import Any

import httpx
import pytest

from auth.crypto.password_rules import SHORTEST_CHARACTERS
from auth.crypto.tokens import refresh_digest
from documents.accounts.rules import FREE_ATTEMPTS
from documents.kernel.ids import global_id
from tests.support import web
from tests.support.pauses import pause_for_long
from tests.support.served_town import PASSWORD, ServedTown, until

NEW = "клюква растёт на болоте"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SESSIONS = "{ sessions { handle isCurrent agent addressClass openedAt usedAt expiresAt } }"


def account_id(login: str) -> str:
    return global_id("UserAccount", f"account-{login}")


def newcomer(town: ServedTown) -> str:
    """A person without an account; the global id."""
    town.database["persons"].insert_one(
        {
            **(town.database["persons"].find_one({"_id": "person-pos"}) or {}),
            "_id": "person-new",
            "full_name": "Новикова Ольга",
        }
    )
    town.database["versions"].update_many({}, {"$inc": {"version": 1}})
    return global_id("Person", "person-new")


def invite(town: ServedTown, login: str = "novikova", by: str = "admin", **given: Any) -> dict[str, Any]:
    shown = "invitation { token endsAt account { id login isActive hasPassword person { fullName } } }"
    given = {"personId": global_id("Person", "person-new"), "login": login, **given}
    return town.act(by, "inviteAccount", shown, **given)


def answer(town: ServedTown, token: str, password: str = NEW) -> httpx.Response:
    form = {"token": token, "password": password}
    return web.post(f"{town.url}/auth/invitation", data=form, timeout=20)


def on(town: ServedTown, name: str, login: str, by: str = "admin", **more: Any) -> dict[str, Any]:
    kinds = {"blockAccount": "BlockAccountInput"}
    kind = kinds.get(name, "AccountInput")
    query = f"""mutation($input: {kind}!) {{ {name}(input: $input) {{
        account {{ id isActive blockReason revision }} errors {{ code path facts }} }} }}"""
    payload: dict[str, Any] = town.data(by, query, input={"id": account_id(login), **more})[name]
    return payload


def events(town: ServedTown, login: str) -> list[dict[str, Any]]:
    found = town.database["events"].find({"object_collection": "accounts", "object_id": f"account-{login}"})
    return list(found.sort("sequence", 1))


def knows(town: ServedTown, token: str) -> bool:
    """Whether a token still tells who one is."""
    return town.ask_with(token, "{ viewer { login } }").status_code == 200


def test_an_invitation_is_answered_once_with_a_password_of_ones_own(served_town: ServedTown) -> None:
    town = served_town
    newcomer(town)
    made = invite(town)
    assert made["errors"] == []
    assert made["invitation"]["account"]["hasPassword"] is False
    assert made["invitation"]["account"]["person"] == {"fullName": "Новикова Ольга"}
    token = made["invitation"]["token"]
    stored = town.database["accounts"].find_one({"login": "novikova"}) or {}
    assert token not in repr(stored)
    assert stored["invitation_digest"] == refresh_digest(token)
    assert town.sign_in("novikova", NEW).json()["error"] == "invalid_grant"
    assert answer(town, token[:-1] + ("a" if token[-1] != "a" else "b")).json()["error"] == "invalid_grant"
    weak = answer(town, token, "Новикова2026")
    assert (weak.status_code, weak.json()["error"], weak.json()["rule"]) == (
        400,
        "invalid_password",
        "personal_password",
    )
    done = answer(town, token)
    assert (done.status_code, done.json()) == (200, {"login": "novikova"})
    assert town.sign_in("novikova", NEW).status_code == 200
    assert answer(town, token, f"{NEW} снова").json()["error"] == "invalid_grant"
    assert town.sign_in("novikova", NEW).status_code == 200
    told = list(town.database["events"].find({"object_id": stored["_id"]}).sort("sequence", 1))
    assert [one["name"] for one in told] == ["account.invited", "account.password_set"]
    for secret in (token, refresh_digest(token), NEW, "argon2", "Новикова", "novikova"):
        assert secret not in repr([[one["changes"], one["facts"]] for one in told])


def test_an_invitation_ends(served_town: ServedTown) -> None:
    town = served_town
    newcomer(town)
    token = invite(town)["invitation"]["token"]
    stored = town.database["accounts"].find_one({"login": "novikova"}) or {}
    passed = {"$set": {"invitation_ends_at": stored["updated_at"]}}
    town.database["accounts"].update_one({"_id": stored["_id"]}, passed)
    assert answer(town, token).json()["error"] == "invalid_grant"
    query = """mutation($input: AccountInput!) { renewInvitation(input: $input) {
        invitation { token } errors { code } } }"""
    again = town.data("admin", query, input={"id": global_id("UserAccount", stored["_id"])})[
        "renewInvitation"
    ]
    assert again["errors"] == []
    assert answer(town, token).json()["error"] == "invalid_grant"
    assert answer(town, again["invitation"]["token"]).status_code == 200


def test_only_who_has_no_account_is_invited_and_logins_are_unique(shared_town: ServedTown) -> None:
    town = shared_town
    newcomer(town)
    before = town.database["events"].count_documents({})
    for given, problem in (
        ({"personId": global_id("Person", "person-pos")}, ("personId", "has_account")),
        ({"personId": global_id("Person", "nobody")}, ("personId", "unknown_person")),
        ({"personId": account_id("pos")}, ("personId", "malformed_id")),
        ({"login": "pos"}, ("login", "login_taken")),
        ({"login": "partner"}, ("login", "login_taken")),
        ({"login": "Новикова"}, ("login", "malformed_login")),
        ({"login": ""}, ("login", "required")),
    ):
        refused = invite(town, **given)
        path, rule = problem
        assert refused == {
            "invitation": None,
            "errors": [{"code": "INVALID", "path": [path], "facts": {"rule": rule}}],
        }
    for by in ("head", "curator", "pos", "partner"):
        refused = invite(town, by=by)
        assert refused["errors"] == [
            {"code": "FORBIDDEN", "path": None, "facts": {"action": "account.manage"}}
        ]
    assert town.database["events"].count_documents({}) == before


def test_wrong_tokens_slow_down(served_town: ServedTown) -> None:
    for _ in range(FREE_ATTEMPTS + 1):
        assert "retry-after" not in answer(served_town, "guess").headers
    pause_for_long(served_town.database)
    assert "retry-after" in answer(served_town, "guess").headers
    assert served_town.sign_in("pos").status_code == 200


def change(town: ServedTown, token: str, present: str, new: str) -> dict[str, Any]:
    query = """mutation($input: ChangePasswordInput!) { changePassword(input: $input) {
        session { isCurrent } errors { code path facts } } }"""
    given = {"presentPassword": present, "newPassword": new}
    body: dict[str, Any] = town.ask_with(token, query, input=given).json()
    return body


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(shared_town: ServedTown) -> None:
    town = shared_town
    here, there = town.sign_in("recipient.head").json(), town.sign_in("recipient.head").json()
    done = change(town, here["access_token"], PASSWORD, NEW)["data"]["changePassword"]
    assert done == {"session": {"isCurrent": True}, "errors": []}
    town.falls_silent(there["access_token"])
    refreshed = {"grant_type": "refresh_token", "refresh_token": there["refresh_token"]}
    assert web.post(f"{town.url}/auth/token", data=refreshed).status_code == 400
    assert knows(town, here["access_token"])
    kept = {"grant_type": "refresh_token", "refresh_token": here["refresh_token"]}
    assert web.post(f"{town.url}/auth/token", data=kept).status_code == 200
    assert town.sign_in("recipient.head").status_code == 400
    assert town.sign_in("recipient.head", NEW).status_code == 200
    assert [one["name"] for one in events(town, "recipient.head")][-1] == "account.password_changed"


@pytest.mark.parametrize(
    ("present", "new", "path", "facts"),
    [
        ("wrong", NEW, "presentPassword", {"rule": "wrong_password"}),
        (PASSWORD, "коротко", "newPassword", {"rule": "too_short", "limit": SHORTEST_CHARACTERS}),
        (PASSWORD, "Красноярск2026", "newPassword", {"rule": "common_password"}),
        (PASSWORD, PASSWORD, "newPassword", {"rule": "same_password"}),
    ],
)
def test_a_password_is_not_changed(
    shared_town: ServedTown, present: str, new: str, path: str, facts: dict[str, Any]
) -> None:
    before = len(events(shared_town, "pos"))
    refused = change(shared_town, shared_town.token("pos"), present, new)["data"]["changePassword"]
    assert refused == {"session": None, "errors": [{"code": "INVALID", "path": [path], "facts": facts}]}
    assert len(events(shared_town, "pos")) == before
    assert shared_town.sign_in("pos").status_code == 200


def test_wrong_present_passwords_slow_down_like_wrong_sign_ins(served_town: ServedTown) -> None:
    token = served_town.sign_in("pos").json()["access_token"]
    for _ in range(FREE_ATTEMPTS + 1):
        assert "errors" not in change(served_town, token, "wrong", NEW)
    pause_for_long(served_town.database)
    refused = change(served_town, token, "wrong", NEW)
    assert refused["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert refused["errors"][0]["extensions"]["facts"]["retryAfterSeconds"] >= 1
    # One counter for both doors: none of the free attempts is left at the other one.
    assert "retry-after" in served_town.sign_in("pos", "wrong").headers


def test_ones_own_sessions_are_listed_and_ended(shared_town: ServedTown) -> None:
    town = shared_town
    first = town.sign_in("member", **{"User-Agent": FIREFOX}).json()["access_token"]
    second, third = (town.sign_in("member").json()["access_token"] for _ in range(2))
    town.sign_in("head").raise_for_status()
    rows = town.ask_with(first, SESSIONS).json()["data"]["sessions"]
    assert len(rows) == 3
    (current,) = [row for row in rows if row["isCurrent"]]
    assert (current["agent"], current["addressClass"]) == ("Firefox, Linux", "LOCAL")
    assert FIREFOX not in repr(list(town.database["sessions"].find({})))
    theirs = town.ask_with(second, SESSIONS).json()["data"]["sessions"]
    handle = next(row["handle"] for row in theirs if row["isCurrent"])
    query = """mutation($input: RevokeSessionInput!) { revokeSession(input: $input) {
        session { handle isCurrent } errors { code path facts } } }"""
    strange = town.ask_with(town.token("head"), query, input={"handle": handle}).json()["data"]
    assert strange["revokeSession"] == {
        "session": None,
        "errors": [{"code": "INVALID", "path": ["handle"], "facts": {"rule": "unknown_session"}}],
    }
    assert knows(town, second)
    done = town.ask_with(first, query, input={"handle": handle}).json()["data"]["revokeSession"]
    assert done == {"session": {"handle": handle, "isCurrent": False}, "errors": []}
    town.falls_silent(second)
    others = "mutation { revokeOtherSessions(input: {}) { session { isCurrent } errors { code } } }"
    assert town.ask_with(first, others).json()["data"]["revokeOtherSessions"]["errors"] == []
    town.falls_silent(third)
    assert len(town.ask_with(first, SESSIONS).json()["data"]["sessions"]) == 1
    assert [one["name"] for one in events(town, "member")][-2:] == [
        "account.session_revoked",
        "account.other_sessions_revoked",
    ]


def test_who_is_blocked_is_out_at_once_and_comes_back_with_the_old_password(shared_town: ServedTown) -> None:
    town = shared_town
    token = town.sign_in("incident").json()["access_token"]
    assert knows(town, token)
    reason = "Иванова уволена 5 мая"
    done = on(town, "blockAccount", "incident", reason=reason)
    assert (done["errors"], done["account"]["isActive"], done["account"]["blockReason"]) == (
        [],
        False,
        reason,
    )
    assert not knows(town, token)  # at once in the process that blocked
    town.falls_silent(token)
    assert town.sign_in("incident").json()["error"] == "invalid_grant"
    again = on(town, "blockAccount", "incident", reason=reason)
    assert again["errors"] == [{"code": "INVALID", "path": ["id"], "facts": {"rule": "already_blocked"}}]
    assert on(town, "unblockAccount", "incident")["account"]["isActive"] is True
    town.falls_silent(token)  # its session is over, whatever was believed of it a moment ago
    assert town.sign_in("incident").status_code == 200
    told = events(town, "incident")
    assert [one["name"] for one in told][-2:] == ["account.blocked", "account.unblocked"]
    assert reason not in repr(told)
    assert told[-1]["actor"]["role"] == "SYSTEM_ADMINISTRATOR"


def test_sessions_that_the_administrator_ends_stop_and_the_person_signs_in_again(
    shared_town: ServedTown,
) -> None:
    told = shared_town.sign_in("info").json()
    assert on(shared_town, "endSessions", "info")["errors"] == []
    shared_town.falls_silent(told["access_token"])
    form = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    assert web.post(f"{shared_town.url}/auth/token", data=form).json()["error"] == "invalid_grant"
    assert shared_town.sign_in("info").status_code == 200


def test_nobody_blocks_himself_or_the_last_administrator(served_town: ServedTown) -> None:
    town = served_town
    refused = on(town, "blockAccount", "admin", reason="отпуск")
    assert refused["errors"] == [{"code": "INVALID", "path": ["id"], "facts": {"rule": "own_account"}}]
    # A second administrator, who has no password yet, keeps nobody's way in open.
    row = town.database["memberships"].find_one({"_id": "membership-admin"}) or {}
    town.database["memberships"].insert_one({**row, "_id": "membership-pos-admin", "person_id": "person-pos"})
    town.database["versions"].update_many({}, {"$inc": {"version": 1}})
    town.database["accounts"].update_one({"_id": "account-admin"}, {"$set": {"password_hash": None}})
    until(lambda: "account.manage" in _permissions(town, "pos"), seconds=5)
    assert on(town, "blockAccount", "admin", by="pos", reason="уволен")["errors"] == []
    assert on(town, "unblockAccount", "admin", by="pos")["errors"] == []
    stored = town.database["accounts"].find_one({"_id": "account-admin"}) or {}
    assert stored["is_active"]
    town.database["accounts"].update_one(
        {"_id": "account-pos"}, {"$set": {"password_hash": None, "is_active": True}}
    )
    town.database["accounts"].update_one({"_id": "account-admin"}, {"$set": {"password_hash": "x"}})
    refused = on(town, "blockAccount", "admin", by="pos", reason="уволен")
    assert refused["errors"] == [{"code": "INVALID", "path": ["id"], "facts": {"rule": "last_administrator"}}]


def _permissions(town: ServedTown, login: str) -> list[str]:
    return list(town.data(login, "{ viewer { permissions } }")["viewer"]["permissions"])


@pytest.mark.parametrize("name", ["blockAccount", "unblockAccount", "endSessions"])
def test_only_the_administrator_manages_accounts(shared_town: ServedTown, name: str) -> None:
    more = {"reason": "x"} if name == "blockAccount" else {}
    for by in ("head", "curator", "registrar", "partner"):
        refused = on(shared_town, name, "pos", by=by, **more)
        assert refused["errors"] == [
            {"code": "FORBIDDEN", "path": None, "facts": {"action": "account.manage"}}
        ]
    # A client is no account of a person, and is not found as one.
    strange = on(shared_town, name, "partner", **more)
    assert strange == {"account": None, "errors": [{"code": "NOT_FOUND", "path": None, "facts": None}]}


@pytest.mark.parametrize("name", ["accounts", "clients"])
def test_lists_of_accounts_refuse_everybody_else_aloud(shared_town: ServedTown, name: str) -> None:
    query = f"{{ {name}(first: 100) {{ nodes {{ id isActive }} totalCount {{ value }} }} }}"
    shown = shared_town.data("admin", query)[name]
    assert len(shown["nodes"]) == shown["totalCount"]["value"] == (16 if name == "accounts" else 1)
    for login in ("head", "curator", "leadership", "partner"):
        body = shared_town.ask(login, query)
        assert body["data"] == {name: None}
        assert [one["extensions"]["code"] for one in body["errors"]] == ["FORBIDDEN"]
        ids = [one["id"] for one in shown["nodes"]]
        found = shared_town.data(login, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)["nodes"]
        assert found == [None] * len(ids)


def test_accounts_are_filtered_by_login_person_and_state(shared_town: ServedTown) -> None:
    on(shared_town, "blockAccount", "assignee.yard", reason="проверка")
    query = "query($f: AccountFilter) { accounts(first: 100, filter: $f) { nodes { login } } }"

    def logins(**given: Any) -> list[str]:
        rows = shared_town.data("admin", query, f=given)["accounts"]["nodes"]
        return [row["login"] for row in rows]

    assert logins(isActive=False) == ["assignee.yard"]
    assert "assignee.yard" not in logins(isActive=True)
    assert logins(login=["assignee.yard", "head"]) == ["assignee.yard", "head"]
    assert logins(personIds=[global_id("Person", "person-curator")]) == ["curator"]
    assert logins(login=["partner"]) == []
