"""The first words of a case: what is registered of a message, an appeal or an incident, and what formalizing adds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from seed.municipality import names
from seed.municipality.plans.brief import Brief
from seed.municipality.plans.gist import gist_of
from seed.municipality.plans.seasons import BY_VOICE, SOCIAL
from seed.municipality.plans.words import TEXTS, filled, nearest

ANONYMOUS_SHARE = 0.06
NOTHING: Mapping[str, Any] = {}
HOSTS = {
    "VK": "https://vk.example/wall-2040_{post}",
    "OK": "https://ok.example/group/2040/topic/{post}",
    "TELEGRAM": "https://t.example/bogotol_demo/{post}",
    "MAX": "https://max.example/bogotol_demo/{post}",
    "OTHER_SOCIAL": "https://social.example/bogotol_demo/{post}",
}
"""Addresses of invented posts; `.example` never leads to anybody's page."""


def registration(brief: Brief, *, is_by_partner: bool = False) -> dict[str, Any]:
    """Return the facts of `register_submission`; a partner's system has numbers of its own."""
    message, generator = brief.message, brief.generator
    facts: dict[str, Any] = {
        "kind": brief.kind,
        "channel_id": brief.channel_id,
        "text": message["text"],
        "form": _form(brief.channel_id),
        "priority": brief.importance,
        "received_at": brief.received_at,
        "is_demo": True,
    }
    if brief.kind == "APPEAL":
        facts["appeal_kind"] = message["appeal_kind"]
    else:
        facts["message_kind"] = message["message_kind"]
    if brief.kind == "APPEAL" or generator.random() > ANONYMOUS_SHARE:
        facts["applicant"] = names.applicant(generator)
    if brief.channel_id == "POS":
        facts |= {"external_system": "POS", "external_id": message["external_id"]}
    if is_by_partner:
        facts["external_id"] = message["external_id"]
    return facts


def formalization(brief: Brief) -> dict[str, Any]:
    """Return the facts of `formalize_submission`."""
    facts: dict[str, Any] = {
        "topic_id": brief.topic["id"],
        "summary": brief.message["summary"],
        "settlement_id": brief.settlement["id"],
        "location": brief.location,
    }
    if brief.sector_id is None:
        facts["outside_sectors"] = True
    return facts


def incident_registration(brief: Brief) -> dict[str, Any]:
    """Return the facts of `register_incident`."""
    generator = brief.generator
    facts: dict[str, Any] = {
        "channel_id": brief.channel_id,
        "summary": brief.message["summary"],
        "publications": _publications(brief),
        "topic_id": brief.topic["id"],
        "settlement_id": brief.settlement["id"],
        "location": brief.location,
        "importance": brief.importance,
        "received_at": brief.received_at,
        "is_demo": True,
    }
    if generator.random() < 0.8:
        facts["is_actionable"] = generator.random() < 0.85
    return facts


def reply_urls(brief: Brief) -> list[str]:
    """Return the address of the reply under each publication, in their order."""
    return [f"{one}?reply={number + 1}" for number, one in enumerate(brief.message["urls"])]


def compose(brief: Brief, *, external_id: str, said: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
    """Return the words of a new case: text, summary, kind, and for an incident the addresses of its publications. What
    is `said` already stays so."""
    generator, texts = brief.generator, TEXTS[str(brief.topic["id"])]
    casual = brief.channel_id in SOCIAL or brief.channel_id == "PAGES"
    text = said.get("text") or generator.choice(texts.casual if casual else texts.formal)
    told = text if "text" in said else filled(brief, text)
    message: dict[str, Any] = {
        "text": told,
        "summary": gist_of(
            str(brief.topic["title"]), filled(brief, nearest(generator, texts.summaries, text)), told
        ),
        "message_kind": generator.choices(("PROBLEM", "QUESTION", "PROPOSAL", "OTHER"), (80, 13, 5, 2))[0],
        "appeal_kind": generator.choices(("APPLICATION", "COMPLAINT", "PROPOSAL"), (60, 30, 10))[0],
        "external_id": external_id,
        **said,
    }
    if brief.kind == "INCIDENT":
        count = generator.choices((1, 2, 3), (78, 16, 6))[0]
        message["urls"] = [
            HOSTS[brief.channel_id].format(post=generator.randint(100_000, 999_999)) for _ in range(count)
        ]
    return message


def _publications(brief: Brief) -> list[dict[str, Any]]:
    """One post and those that repeat it: an incident is of one subject (I.2.2)."""
    generator, text = brief.generator, brief.message["text"]
    found = []
    for url in brief.message["urls"]:
        posted_at = brief.received_at - timedelta(minutes=generator.randint(5, 240))
        handle = names.handle(generator)
        found.append({"url": url, "author_handle": handle, "posted_at": posted_at, "text": text})
    return found


def _form(channel_id: str) -> str:
    if channel_id == "POST":
        return "WRITTEN"
    return "ORAL" if channel_id in BY_VOICE else "ELECTRONIC"
