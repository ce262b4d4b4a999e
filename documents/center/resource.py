"""How legal acts and deadline policies are read: from memory, newest act first, policies by code."""

from auth.actions import Action
from documents.center.document import DeadlinePolicy, LegalAct
from documents.kernel.paging import Direction
from documents.kernel.resource import Resource

LEGAL_ACTS = Resource(
    name="legal_act",
    record=LegalAct,
    read=Action.POLICY_READ,
    orders={"ISSUED_ON": "sort_issued"},
    default_order=("ISSUED_ON", Direction.DESC),
)

DEADLINE_POLICIES = Resource(
    name="deadline_policy",
    record=DeadlinePolicy,
    read=Action.POLICY_READ,
    orders={"CODE": "_id"},
    default_order=("CODE", Direction.ASC),
)
