"""Operations on templates of answers: add, change, switch off and on (III.4.4/6)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, LimitReached, Problem
from auth.principal import Principal
from documents.cases.checks import TEXT_LIMIT
from documents.directory.fields import FieldRule, fields_within, refuse_double, resolved, title
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.response_templates.document import ResponseTemplate, owner_keys
from documents.response_templates.rendering import unknown_places

TEMPLATES = ResponseTemplate.collection_name()

CREATED = event("response_template.created", TEMPLATES, "Шаблон ответа добавлен")
CHANGED = event("response_template.changed", TEMPLATES, "Шаблон ответа изменён")

MOST_TEMPLATES = 100
"""So many are kept at most, and shown as one list."""

OWNERS: Mapping[str, FieldRule] = {
    "organization_id": FieldRule(refers_to="organizations"),
    "channel_id": FieldRule(refers_to="channels"),
}
WORDS: Mapping[str, FieldRule] = {"title": title(), "text": title(TEXT_LIMIT), "is_active": FieldRule()}

Facts = Mapping[str, Any]


def _places_known(facts: Facts) -> Iterable[Problem]:
    for name in unknown_places(facts["fields"].get("text") or ""):
        yield Invalid("unknown_place", path="text", value=name)


def _one_owner(facts: Facts) -> Iterable[Problem]:
    if all(facts["fields"].get(name) is not None for name in OWNERS):
        yield Invalid("exactly_one", path="channelId")


def _switched(facts: Facts) -> Iterable[Problem]:
    if facts["fields"].get("is_active", True) is None:
        yield Invalid("required", path="isActive")


def _keys_of_a_new_one(facts: Facts, who: Principal) -> Mapping[str, Any]:
    return {"access_keys": owner_keys(facts["fields"])}


@operation(
    title="Добавить шаблон ответа",
    action=Action.TEMPLATE_MANAGE,
    record=ResponseTemplate,
    effect=Effect.CREATES,
    preview=_keys_of_a_new_one,
    checks=(fields_within({**WORDS, **OWNERS}, creates=True), _places_known, _one_owner, _switched),
)
async def create_response_template(change: Change, *, fields: dict[str, Any]) -> ResponseTemplate:
    """Add a template: for all, which the head does, or for an organization or a channel.

    Raises: INVALID (`duplicate` for a title that another one has, `unknown_place`, `unknown_…`), LIMIT_REACHED.
    """
    if len(list(change.reference.rows(TEMPLATES))) >= MOST_TEMPLATES:
        raise LimitReached("responseTemplates")
    refuse_double(change, TEMPLATES, "title", fields["title"])
    found = resolved(change, OWNERS, fields)
    template = ResponseTemplate(id=await change.new_id(), updated_at=change.now, **found)
    return await change.create(template, CREATED)


@operation(
    title="Изменить шаблон ответа",
    action=Action.TEMPLATE_MANAGE,
    record=ResponseTemplate,
    checks=(fields_within(WORDS, creates=False), _places_known, _switched),
    replaces_text=True,
)
async def update_response_template(
    change: Change, template: ResponseTemplate, *, fields: dict[str, Any]
) -> ResponseTemplate:
    """Change a template, or switch it off and on; whose it is stays. Raises: INVALID (`duplicate`, `unknown_place`)."""
    refuse_double(change, TEMPLATES, "title", fields.get("title"), but=template.id)
    return await change.save(template, CHANGED, **fields)
