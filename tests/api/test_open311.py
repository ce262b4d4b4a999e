"""Open311 at the door: what a partner's client with a key is told, what it registers, and how it is refused."""

from xml.etree import ElementTree as ET

import httpx
import pytest

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.civic import FORM, HOLES, PARTNER, ROTATE, Civic
from tests.support.served_town import ServedTown

OTHER_KEY = "0" * 64


@pytest.fixture(scope="module")
def civic(shared_town: ServedTown) -> Civic:
    """A tool whose client may use one channel."""
    found = Civic(shared_town)
    found.allow("POS")
    return found


def refused(answer: httpx.Response) -> tuple[int, int, str]:
    """The status of a refusal, and its code and description as the specification spells them."""
    if answer.headers["content-type"].startswith("text/xml"):
        (error,) = ET.fromstring(answer.text).findall("error")
        return answer.status_code, int(error.findtext("code") or 0), error.findtext("description") or ""
    (told,) = answer.json()
    return answer.status_code, told["code"], told["description"]


def test_topics_are_services_with_one_attribute_each(civic: Civic) -> None:
    services = {one["service_code"]: one for one in civic.told("services")}
    assert services[HOLES] == {
        "service_code": HOLES,
        "service_name": "Ямы",
        "description": "Ямы",
        "metadata": True,
        "type": "realtime",
        "keywords": "Дороги",
        "group": "",
    }
    definition = civic.told(f"services/{HOLES}")
    assert definition["service_code"] == HOLES
    (attribute,) = definition["attributes"]
    assert (attribute["code"], attribute["datatype"]) == ("kind", "singlevaluelist")
    assert {"key": "QUESTION", "name": "Вопрос"} in attribute["values"]


def test_what_is_sent_is_a_message_of_the_client_and_its_text_is_told_redacted(civic: Civic) -> None:
    number = civic.registered()
    query = """query($n: String!) { message(number: $n) { messageKind externalSystem channel { code } topic { id }
        location { latitude longitude description } applicant { fullName phone } } }"""
    message = civic.town.data("head", query, n=number)["message"]
    assert message == {
        "messageKind": "PROBLEM",
        "externalSystem": "PARTNER",
        "channel": {"code": "POS"},
        "topic": {"id": HOLES},
        "location": {"latitude": 56.21, "longitude": 89.53, "description": "у школы"},
        "applicant": {"fullName": "П. А.", "phone": "+7 *** ***-56-78"},
    }
    (told,) = civic.told(f"requests/{number}")
    assert "234-56-78" not in told["description"]
    assert told["description"].startswith("Яма.")
    shown = {
        name: told[name] for name in ("status", "extended_status", "status_notes", "service_name", "address")
    }
    assert shown == {
        "status": "open",
        "extended_status": "NEW",
        "status_notes": "Новое",
        "service_name": "Ямы",
        "address": "у школы",
    }
    assert told["requested_datetime"].endswith("Z")
    assert not {"applicant", "first_name", "phone"} & told.keys()


def test_the_list_is_narrowed_and_paged_as_civic_tools_do(civic: Civic) -> None:
    numbers = [civic.registered(description=f"Яма № {index}") for index in range(3)]
    newest_first = [one["service_request_id"] for one in civic.told("requests", page_size="2")]
    assert newest_first == [numbers[2], numbers[1]]
    second = [one["service_request_id"] for one in civic.told("requests", page_size="2", page="2")]
    assert second[0] == numbers[0]
    named = civic.told("requests", service_request_id=f"{numbers[0]},{numbers[2]},1999-000001")
    assert [one["service_request_id"] for one in named] == [numbers[0], numbers[2]]
    assert civic.told("requests", page_size="100", page="10") == []
    assert civic.told("requests", status="closed", service_code=HOLES) == []
    assert len(civic.told("requests", status="open,closed")) >= len(numbers)
    assert civic.told("requests", start_date="2026-01-01T00:00:00Z", end_date="2026-02-01T00:00:00Z") == []
    assert civic.told("requests", start_date="2026-01-01T00:00:00+07:00") == []


def test_the_number_of_an_event_s_object_is_told_by_its_id(civic: Civic) -> None:
    number = civic.registered()
    found = civic.town.data("partner", "query($n: String!) { message(number: $n) { id } }", n=number)
    token = found["message"]["id"]
    assert civic.told(f"tokens/{token}") == [{"service_request_id": number, "token": token}]
    unknown = f"tokens/{global_id('Message', 'nothing')}.json"
    assert [refused(civic.get(path))[:2] for path in (unknown, f"tokens/{HOLES}.json")] == [(404, 404)] * 2


def test_a_rejection_is_told_as_an_update_that_closes_the_request(civic: Civic) -> None:
    number = civic.registered()
    found = civic.town.data("head", "query($n: String!) { message(number: $n) { id } }", n=number)
    comment = "Это не вопрос округа"
    turned_down = civic.town.act(
        "head",
        "rejectSubmission",
        "submission { status }",
        id=found["message"]["id"],
        reason="TEST",
        comment=comment,
    )
    assert turned_down["errors"] == []
    (told,) = civic.told(f"requests/{number}")
    assert (told["status"], told["extended_status"], told["status_notes"]) == ("closed", "REJECTED", comment)
    updates = [one for one in civic.told("servicerequestupdates") if one["service_request_id"] == number]
    assert [(one["update_id"], one["status"], one["description"]) for one in updates] == [
        (f"{number}.0", "closed", comment)
    ]
    assert civic.told("servicerequestupdates", service_request_id=number) == updates
    past = {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-01-02T00:00:00Z"}
    assert civic.told("servicerequestupdates", **past) == []


def test_xml_has_the_elements_of_the_specification(civic: Civic) -> None:
    number = civic.registered(description="Яма <&>")
    trees = {
        path: ET.fromstring(civic.get(f"{path}.xml").raise_for_status().content)
        for path in (
            "services",
            f"services/{HOLES}",
            f"requests/{number}",
            "servicerequestupdates",
            "discovery",
        )
    }
    roots = {path: tree.tag for path, tree in trees.items()}
    assert [*roots.values()] == [
        "services",
        "service_definition",
        "service_requests",
        "service_request_updates",
        "discovery",
    ]
    assert trees["services"].findtext("service/metadata") == "true"
    assert trees[f"services/{HOLES}"].findtext("attributes/attribute/values/value/key") == "PROBLEM"
    assert trees[f"requests/{number}"].findtext("request/description") == "Яма <&>"
    assert trees["discovery"].findtext("endpoints/endpoint/url") == f"{civic.town.url}/open311/v2"
    posted = civic.post(FORM, "requests.xml")
    assert posted.headers["content-type"] == "text/xml; charset=utf-8"
    assert ET.fromstring(posted.content).findtext("request/service_request_id")


def test_the_same_form_under_one_key_of_repetition_is_registered_once(civic: Civic) -> None:
    key = {"Idempotency-Key": "one-key-of-open311-01"}
    first, again = (civic.post(FORM, **key).json() for _ in range(2))
    assert first == again
    other = civic.post({**FORM, "description": "Другая яма"}, **key)
    assert refused(other)[0] == 400


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("services/nothing.json", {}, 404),
        ("requests/1999-000001.xml", {}, 404),
        ("requests.html", {}, 406),
        ("nothing.json", {}, 404),
        ("services.json", {"jurisdiction_id": "city.gov"}, 404),
        ("requests.json", {"status": "fixed"}, 400),
        ("requests.json", {"start_date": "yesterday"}, 400),
        ("requests.json", {"start_date": "2026-01-01T00:00:00"}, 400),
        ("requests.xml", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-09-01T00:00:00Z"}, 400),
        ("requests.json", {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, 400),
        ("requests.json", {"service_code": "nothing"}, 400),
        ("requests.json", {"page": "0"}, 400),
        ("requests.json", {"page": "11", "page_size": "100"}, 400),
        ("requests.json", {"service_request_id": ",".join(f"2026-{one:06d}" for one in range(51))}, 400),
    ],
)
def test_a_wrong_question_is_refused_in_the_words_of_the_specification(
    civic: Civic, path: str, given: dict[str, str], status: int
) -> None:
    told = refused(civic.get(path, **given))
    assert told[:2] == (status, status)
    assert told[2]


@pytest.mark.parametrize(
    ("without", "more", "said"),
    [
        ("service_code", {}, "service_code"),
        ("description", {}, "description"),
        ("lat", {}, "lat"),
        ("", {"lat": "north"}, "lat"),
        ("", {"lat": "91"}, "lat: "),
        ("", {"attribute[color]": "red"}, "attribute[color]"),
        ("", {"attribute[kind]": "RED"}, "attribute[kind]"),
        ("", {"service_code": "nothing"}, "service_code: "),
        ("", {"email": "nobody"}, "email: "),
        ("", {"Idempotency-Key": "short"}, "Idempotency-Key"),
    ],
)
def test_a_wrong_form_registers_nothing_and_names_its_field(
    civic: Civic, without: str, more: dict[str, str], said: str
) -> None:
    before = civic.town.database["events"].count_documents({})
    headers = {name: more[name] for name in more.keys() & {"Idempotency-Key"}}
    form = {
        name: value for name, value in {**FORM, **more}.items() if name != without and name not in headers
    }
    answer = refused(civic.post(form, **headers))
    assert answer[:2] == (400, 400)
    assert said in answer[2]
    assert civic.town.database["events"].count_documents({}) == before


def test_a_form_of_another_kind_and_a_method_that_is_not_there_are_refused(civic: Civic) -> None:
    address = f"{civic.town.url}/open311/v2/requests.json"
    headers = {"X-Api-Key": civic.key}
    assert refused(web.post(address, json=FORM, headers=headers, timeout=20))[0] == 400
    assert (
        refused(web.post(address, data={"description": "я" * 300_000}, headers=headers, timeout=20))[0] == 413
    )
    told = web.put(address, headers=headers, timeout=20)
    assert refused(told)[:2] == (405, 405)
    assert "GET" in told.headers["allow"]


def test_only_a_key_that_holds_opens_it_wherever_it_stands(civic: Civic) -> None:
    address = f"{civic.town.url}/open311/v2/services.json"
    assert refused(web.get(address, timeout=20))[:2] == (401, 401)
    assert [civic.get("services.json", key).status_code for key in (OTHER_KEY, "x")] == [401, 401]
    assert civic.get("services.json", api_key=OTHER_KEY).status_code == 401
    assert web.get(address, params={"api_key": civic.key}, timeout=20).status_code == 200
    assert web.get(address, auth=("anything", civic.key), timeout=20).status_code == 200
    assert web.get(address, headers={"Authorization": "Basic nothing"}, timeout=20).status_code == 401
    token = {"Authorization": f"Bearer {civic.town.token('partner')}"}
    assert web.get(address, headers=token, timeout=20).status_code == 200
    people = {"Authorization": f"Bearer {civic.town.token('head')}"}
    assert refused(web.get(address, headers=people, timeout=20))[:2] == (403, 403)
    # A key of Open311 opens nothing else.
    elsewhere = civic.town.ask_with(civic.key, "{ viewer { login } }")
    assert elsewhere.status_code == 401
    row = civic.town.database["accounts"].find_one({"login": "partner"}) or {}
    assert civic.key not in str(row)
    assert row["client_used_on"] is not None


def test_two_keys_hold_while_the_partner_changes_over(civic: Civic) -> None:
    first = civic.key
    civic.key = civic.rotated(overlapHours=1)
    assert [civic.get("services.json", key).status_code for key in (first, civic.key)] == [200, 200]
    query = '{ clients(filter: {clientId: ["partner"]}, first: 1) { nodes { hasKey previousKeyEndsAt } } }'
    (client,) = civic.town.data("admin", query)["clients"]["nodes"]
    assert client["hasKey"]
    assert client["previousKeyEndsAt"] is not None
    second, civic.key = civic.key, civic.rotated(overlapHours=0)
    assert [civic.get("services.json", key).status_code for key in (first, second, civic.key)] == [
        401,
        401,
        200,
    ]
    other = civic.town.data("head", ROTATE, input={"id": PARTNER})["rotateClientKey"]
    assert [one["code"] for one in other["errors"]] == ["FORBIDDEN"]


def test_messages_of_channels_that_are_not_allowed_are_not_there(civic: Civic) -> None:
    number = civic.registered()
    try:
        civic.allow("PHONE", "VK")
        assert civic.get(f"requests/{number}.json").status_code == 404
        assert civic.told("requests", service_request_id=number) == civic.told("requests") == []
        assert civic.told("servicerequestupdates") == []
        civic.allow()
        closed = refused(civic.get("requests.json"))
        assert closed[0] == 403
        assert "open311Channels" in closed[2]
    finally:
        civic.allow("POS")
    assert civic.get(f"requests/{number}.json").status_code == 200


def test_what_the_client_is_not_registered_for_is_refused(civic: Civic) -> None:
    number = civic.registered()
    given = {"id": PARTNER, "actions": ["directory.read", "submission.read"]}
    kept = civic.town.database["accounts"].find_one({"login": "partner"}) or {}
    try:
        assert civic.town.act("admin", "updateClient", "client { id }", **given)["errors"] == []
        assert civic.told(f"requests/{number}")
        assert refused(civic.post(FORM))[:2] == (403, 403)
    finally:
        civic.town.act("admin", "updateClient", "client { id }", id=PARTNER, actions=kept["client_actions"])
    # Others have messages of the same channel: they are not the client's.
    query = "{ messages(first: 100) { nodes { number } } }"
    seen = {one["number"] for one in civic.town.data("partner", query)["messages"]["nodes"]}
    assert {one["service_request_id"] for one in civic.told("requests", page_size="100")} <= seen


def test_an_unknown_channel_is_no_value_of_the_setting(civic: Civic) -> None:
    query = "mutation($i: UpdateSettingInput!) { updateSetting(input: $i) { errors { code path facts } } }"
    for value, path in (
        (["POS", "NOTHING"], ["value", "1"]),
        (["POS", "POS"], ["value"]),
        ("POS", ["value"]),
    ):
        told = civic.town.data("admin", query, i={"name": "open311Channels", "value": value})["updateSetting"]
        assert [(one["code"], one["path"]) for one in told["errors"]] == [("INVALID", path)]
