"""The own account needs no role: whoever can sign in keeps others out of it, and gains nothing else by that.

All tests ask one server: each has somebody of its own.
"""

from typing import Any

from documents.kernel.ids import global_id
from tests.support.served_town import PASSWORD, ServedTown, until

NEW = "клюква растёт на болоте"
SESSIONS = "{ sessions { handle isCurrent } }"
PERMISSIONS = "{ viewer { permissions } }"


def asked(town: ServedTown, token: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a mutation answers the holder of a token."""
    kind = name[0].upper() + name[1:] + "Input"
    query = f"""mutation($input: {kind}!) {{ {name}(input: $input) {{
        session {{ isCurrent }} errors {{ code facts }} }} }}"""
    payload: dict[str, Any] = town.ask_with(token, query, input=given).json()["data"][name]
    return payload


def told(town: ServedTown, account: str) -> list[tuple[str, str]]:
    """What was done to an account since it was loaded, and under which role, in order."""
    found = town.database["events"].find({"object_id": account}).sort("sequence", 1)
    return [(one["name"], one["actor"]["role"]) for one in found if one["name"] != "accounts.loaded"]


def sessions(town: ServedTown, token: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.ask_with(token, SESSIONS).json()["data"]["sessions"]
    return found


def without_roles(town: ServedTown, login: str, token: str) -> None:
    """Take every role of somebody, and wait until the server knows."""
    town.database["memberships"].delete_many({"person_id": f"person-{login}"})
    town.database["versions"].update_many({}, {"$inc": {"version": 1}})
    until(lambda: not town.ask_with(token, PERMISSIONS).json()["data"]["viewer"]["permissions"], seconds=5)


def test_who_has_lost_every_role_still_keeps_the_own_account(shared_town: ServedTown) -> None:
    town = shared_town
    here, there, other, last = (town.sign_in("pos").json()["access_token"] for _ in range(4))
    without_roles(town, "pos", here)
    (handle,) = [one["handle"] for one in sessions(town, there) if one["isCurrent"]]
    assert len(sessions(town, here)) == 4
    ended = asked(town, here, "revokeSession", {"handle": handle})
    assert ended == {"session": {"isCurrent": False}, "errors": []}
    town.falls_silent(there)
    kept = {"session": {"isCurrent": True}, "errors": []}
    assert asked(town, here, "changePassword", {"presentPassword": PASSWORD, "newPassword": NEW}) == kept
    town.falls_silent(other)
    town.falls_silent(last)
    second = town.sign_in("pos", NEW).json()["access_token"]
    assert asked(town, here, "revokeOtherSessions", {}) == kept
    town.falls_silent(second)
    assert told(town, "account-pos") == [
        ("account.session_revoked", "NONE"),
        ("account.password_changed", "NONE"),
        ("account.other_sessions_revoked", "NONE"),
    ]


def test_what_was_done_to_it_is_done_once_under_a_key(shared_town: ServedTown) -> None:
    town = shared_town
    here, there, other = (town.sign_in("member").json()["access_token"] for _ in range(3))
    (handle,) = [one["handle"] for one in sessions(town, there) if one["isCurrent"]]
    changed = {"presentPassword": PASSWORD, "newPassword": NEW, "idempotencyKey": "changes-the-password"}
    ended = {"handle": handle, "idempotencyKey": "ends-one-session"}
    for _ in range(2):
        # Without the key the second one would name a password that is none any more.
        assert asked(town, here, "revokeSession", ended) == {"session": {"isCurrent": False}, "errors": []}
        assert asked(town, here, "changePassword", changed) == {"session": {"isCurrent": True}, "errors": []}
    town.falls_silent(there)
    town.falls_silent(other)
    reused = asked(town, here, "changePassword", {**changed, "newPassword": f"{NEW} и на кочках"})
    assert reused == {"session": None, "errors": [{"code": "IDEMPOTENCY_KEY_REUSED", "facts": None}]}
    assert [name for name, _ in told(town, "account-member")] == [
        "account.session_revoked",
        "account.password_changed",
    ]


def test_it_opens_nothing_else_and_ends_with_the_account(shared_town: ServedTown) -> None:
    town = shared_town
    here = town.sign_in("info").json()["access_token"]
    without_roles(town, "info", here)
    assert town.ask_with(here, "{ center { name } }").json()["data"] == {"center": None}
    given = {"id": global_id("UserAccount", "account-info"), "reason": "уволен"}
    query = """mutation($input: BlockAccountInput!) { blockAccount(input: $input) {
        account { id } errors { code facts } } }"""
    refused = town.ask_with(here, query, input=given).json()["data"]["blockAccount"]["errors"]
    assert refused == [{"code": "FORBIDDEN", "facts": {"action": "account.manage"}}]
    town.act("admin", "blockAccount", "account { id }", **given)
    town.falls_silent(here)


def test_a_client_has_no_matters_of_its_own(shared_town: ServedTown) -> None:
    town = shared_town
    town.database["accounts"].update_one(
        {"login": "partner"}, {"$set": {"client_actions": ["incident.read"]}}
    )
    town.database["versions"].update_many({}, {"$inc": {"version": 1}})
    token = town.token("partner")
    forbidden = [{"code": "FORBIDDEN", "facts": {"action": "directory.read"}}]
    for name, given in (
        ("changePassword", {"presentPassword": PASSWORD, "newPassword": NEW}),
        ("revokeSession", {"handle": "x"}),
        ("revokeOtherSessions", {}),
    ):
        assert asked(town, token, name, given) == {"session": None, "errors": forbidden}
    assert told(town, "account-partner") == []
