"""Conferences of others as an aggregate."""

from auth.texts.errors import Text
from documents.conferences.document import Conference
from documents.conferences.resource import CONFERENCES
from documents.kernel.aggregate import Aggregate, ObjectType

AGGREGATE = Aggregate(
    records=(Conference,),
    resources=(CONFERENCES,),
    object_types=(
        ObjectType(
            "Conference", CONFERENCES, Text("совещание", "the conference"), permissions=("conference",)
        ),
    ),
    loaded={Conference: "Участие в совещании загружено"},
)
