"""Subscriptions over WebSocket: whoever follows is told what they may see, as they see it, and no more once they may not."""

from datetime import datetime, timedelta

from api.clock import utc_now
from api.http.live.watching import LOOK_SECONDS
from documents.kernel.ids import global_id
from tests.support.live import CASE_CHANGED, connected, following
from tests.support.live_town import ROADS, done, registered, route, take_back
from tests.support.observed import BELIEVES_SECONDS, IMPATIENT
from tests.support.served_town import WITHIN_SECONDS, ServedTown
from tests.support.serving import served_program


def test_a_change_is_told_as_the_follower_sees_it(shared_town: ServedTown) -> None:
    town = shared_town
    with following(town.url, town.token("pos")) as pos:
        case = registered(town)
        told = [pos.told() for _ in range(3)]
    assert [one["__typename"] for one in told] == ["CaseChanged"] * 3
    assert {one["case"]["id"] for one in told} == {case}
    assert [one["action"] for one in told] == [
        "submission.register",
        "submission.formalize",
        "submission.accept",
    ]
    assert [one["position"] for one in told] == list(range(told[0]["position"], told[0]["position"] + 3))
    assert len({one["eventId"] for one in told}) == 3
    assert told[-1]["case"]["status"] == "ACCEPTED"


def test_of_what_one_may_not_see_nothing_is_told(shared_town: ServedTown) -> None:
    town = shared_town
    with (
        following(town.url, town.token("recipient.coordinator")) as roads,
        following(town.url, town.token("pos")) as pos,
    ):
        case = registered(town)
        assert [pos.told()["case"]["id"] for _ in range(3)] == [case] * 3
        assert roads.hears_nothing()
        route(town, case)
        assert roads.told()["case"] == {
            "id": case,
            "number": pos.told()["case"]["number"],
            "status": "ASSIGNED",
        }


def test_whoever_loses_sight_of_a_case_is_told_so_once_and_then_nothing_more(shared_town: ServedTown) -> None:
    town = shared_town
    case = registered(town)
    route(town, case)
    with following(town.url, town.token("recipient.coordinator")) as roads:
        take_back(town, case)
        assert roads.told() == {"__typename": "AccessRevoked", "id": case}
        done(town, "pos", "routeSubmission", id=case, recipientId=global_id("Organization", "education"))
        assert roads.hears_nothing()


def test_a_filter_narrows_what_is_told_and_lets_go_of_what_stops_matching(shared_town: ServedTown) -> None:
    town = shared_town
    case = registered(town)
    with following(town.url, town.token("pos"), filter={"status": ["ASSIGNED"]}) as pos:
        registered(town)
        route(town, case)
        assert pos.told()["case"]["status"] == "ASSIGNED"
        take_back(town, case)
        assert pos.told()["case"]["id"] == case
        done(town, "pos", "routeSubmission", id=case, recipientId=ROADS)
        assert pos.told()["case"]["status"] == "ASSIGNED"


def test_what_cannot_be_filtered_by_is_refused_at_once(shared_town: ServedTown) -> None:
    town = shared_town
    with connected(town.url) as follower:
        follower.sign_in(town.token("pos"))
        for given, code in (
            ({"applicantPhone": "+79000001234"}, "FILTER_FORBIDDEN"),
            ({"topicIds": ["no id"]}, "BAD_REQUEST"),
            ({"strange": 1}, "BAD_REQUEST"),
        ):
            follower.send(
                type="subscribe", id="1", payload={"query": CASE_CHANGED, "variables": {"filter": given}}
            )
            assert follower.refused() == [code]


def test_nobody_misses_or_hears_twice_what_happened_while_the_server_was_away(
    served_town: ServedTown,
) -> None:
    town = served_town
    with following(town.url, town.token("pos")) as pos:
        first = registered(town)
        seen = [pos.told() for _ in range(2)]
        assert town.program is not None
        town.program.end()
        assert pos.closed() == 1012
    with served_program(town.store_address, town.var_dir, PULT_DATABASE=town.database.name) as (url, _):
        town.url = url
        second = registered(town)
        with following(url, town.token("pos"), after=seen[-1]["eventId"]) as pos:
            missed = [pos.told() for _ in range(4)]
            third = registered(town)
            live = [pos.told() for _ in range(3)]
    assert [one["case"]["id"] for one in missed] == [first, second, second, second]
    assert {one["case"]["id"] for one in live} == {third}
    positions = [one["position"] for one in (*seen, *missed, *live)]
    assert positions == sorted(set(positions))


def test_a_place_that_is_none_is_refused(shared_town: ServedTown) -> None:
    town = shared_town
    with following(town.url, town.token("pos")) as pos:
        registered(town)
        event = pos.told()["eventId"]
        forged = event[:-2] + ("AA" if event[-2:] != "AA" else "BB")
        pos.send(type="subscribe", id="2", payload={"query": CASE_CHANGED, "variables": {"after": forged}})
        codes: list[str] = []
        while not codes:
            message = pos.receive()
            if message["id"] == "2":
                codes = [one["extensions"]["code"] for one in message["payload"]]
    assert codes == ["BAD_REQUEST"]


def test_the_promise_of_two_seconds_is_how_often_a_connection_looks_at_its_session() -> None:
    assert LOOK_SECONDS < WITHIN_SECONDS


def test_a_revoked_session_closes_its_connections(shared_town: ServedTown) -> None:
    town = shared_town
    signed_in = town.sign_in("pos").json()
    with (
        following(town.url, signed_in["access_token"]) as pos,
        following(town.url, town.token("pos")) as other,
    ):
        town.revoke(signed_in["refresh_token"])
        assert pos.closed() == 4401
        case = registered(town)
        assert other.told()["case"]["id"] == case


def test_a_blocked_account_is_told_nothing_more(shared_town: ServedTown) -> None:
    town = shared_town
    with following(town.url, town.token("incident")) as blocked:
        query = "mutation($input: BlockAccountInput!) { blockAccount(input: $input) { errors { code } } }"
        given = {"id": global_id("UserAccount", "account-incident"), "reason": "Уволен"}
        assert town.data("admin", query, input=given)["blockAccount"]["errors"] == []
        assert blocked.closed() == 4401


def test_a_role_that_ends_takes_back_what_was_told_under_it(served_town: ServedTown) -> None:
    town = served_town
    case = registered(town)
    with following(town.url, town.token("recipient.coordinator")) as roads:
        route(town, case)
        assert roads.told()["case"]["id"] == case
        end_role(town, "recipient.coordinator")
        assert roads.told() == {"__typename": "AccessRevoked", "id": case}
        done(
            town,
            "pos",
            "registerSubmission",
            regime="MESSAGE",
            channelId=global_id("Channel", "POS"),
            text="Ещё одна",
        )
        assert roads.hears_nothing()


def test_a_role_that_ends_by_itself_takes_back_what_was_told_under_it(served_town: ServedTown) -> None:
    town = served_town
    case = registered(town)
    with following(town.url, town.token("recipient.coordinator")) as roads:
        route(town, case)
        assert roads.told()["case"]["id"] == case
        # Only now, so that a slow machine has told what was before; later than the process looks again.
        ends_at = utc_now() + 5 * timedelta(seconds=float(IMPATIENT[BELIEVES_SECONDS]))
        end_role(town, "recipient.coordinator", at=ends_at)
        assert roads.told() == {"__typename": "AccessRevoked", "id": case}
        assert utc_now() >= ends_at


def end_role(town: ServedTown, login: str, *, at: datetime | None = None) -> None:
    """End the membership of a person, as the administrator does: now, or at a moment."""
    membership = town.database["memberships"].find_one({"person_id": f"person-{login}"})
    assert membership is not None
    town.database["memberships"].update_one(
        {"_id": membership["_id"]}, {"$set": {"valid_to": at or utc_now() - timedelta(seconds=1)}}
    )
    town.database["versions"].update_one({"_id": "reference"}, {"$inc": {"version": 1}})
