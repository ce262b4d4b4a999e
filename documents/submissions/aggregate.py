"""Submissions as an aggregate: messages and appeals, cases of two kinds with a machine of their own."""

from auth.texts.errors import Text
from documents.cases.aggregate import ABOUT_ANY_CASE
from documents.cases.resource import CASES
from documents.kernel.aggregate import Aggregate, ObjectType
from documents.submissions.rules import MACHINE

ABOUT = (*ABOUT_ANY_CASE, "submission", "response")

AGGREGATE = Aggregate(
    object_types=(
        ObjectType("Appeal", CASES, Text("обращение", "the case"), permissions=ABOUT),
        ObjectType("Message", CASES, Text("сообщение", "the case"), permissions=ABOUT),
    ),
    machines={"Messages and appeals": MACHINE},
)
