"""How templates of answers are read: from memory, by title, by whoever may answer at all."""

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource
from documents.response_templates.document import ResponseTemplate

RESPONSE_TEMPLATES = Resource(
    name="response_template",
    record=ResponseTemplate,
    read=Action.SUBMISSION_RESPOND,
    orders={"TITLE": "sort_title"},
    default_order=("TITLE", Direction.ASC),
    relations={
        "organization": Relation("organizations", "organization_id"),
        "channel": Relation("channels", "channel_id"),
    },
)
