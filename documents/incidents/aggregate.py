"""Incidents as an aggregate: cases of one kind, with a machine of their own."""

from auth.actions import Action
from auth.texts.errors import Text
from documents.cases.aggregate import ABOUT_ANY_CASE
from documents.cases.resource import CASES
from documents.incidents.rules import MACHINE
from documents.kernel.aggregate import Aggregate, ObjectType

AGGREGATE = Aggregate(
    object_types=(
        ObjectType(
            "Incident",
            CASES,
            Text("инцидент", "the case"),
            permissions=(*ABOUT_ANY_CASE, "incident", "reply"),
            read=Action.INCIDENT_READ,
        ),
    ),
    machines={"Incidents": MACHINE},
)
