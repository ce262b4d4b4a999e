"""An act is recorded with its file apart from any appointment, and the head bases the curator's absence on it (III.2/2)."""

from tests.support import web
from tests.support.files import PDF
from tests.support.served_town import ServedTown

ACT = {
    "kind": "ORDER",
    "number": "14-о",
    "issuedOn": "2026-11-02",
    "title": "Об отпуске первого заместителя главы",
}
ABSENCE = {"reason": "Отпуск", "startsAt": "2090-01-10T01:00:00Z", "endsAt": "2090-01-20T01:00:00Z"}
SHOWN = "curatorAbsence { id legalAct { id } startsAt }"


def test_the_head_records_the_curators_absence_on_an_act_recorded_before(served_town: ServedTown) -> None:
    refused = served_town.act("head", "recordCuratorAbsence", SHOWN, **ABSENCE)
    assert [(one["code"], one["path"]) for one in refused["errors"]] == [("INVALID", ["legalActId"])]
    sent = web.put(
        f"{served_town.url}/files",
        params={"name": "14-о.pdf"},
        content=PDF,
        headers={"Authorization": f"Bearer {served_town.token('head')}"},
        timeout=60,
    )
    act = {**ACT, "fileId": sent.raise_for_status().json()["id"]}
    recorded = served_town.act("head", "recordLegalAct", "legalAct { id number }", **act)
    assert (recorded["errors"], recorded["legalAct"]["number"]) == ([], "14-о")
    act_id = recorded["legalAct"]["id"]
    done = served_town.act("head", "recordCuratorAbsence", SHOWN, **ABSENCE, legalActId=act_id)
    assert done["errors"] == []
    assert done["curatorAbsence"]["legalAct"]["id"] == act_id
    assert done["curatorAbsence"]["startsAt"] == ABSENCE["startsAt"]
