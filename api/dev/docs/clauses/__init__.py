"""The decree clause by clause: what it asks, what serves it now, what comes later. Kept by hand, checked by a test."""

from api.dev.docs.clauses.clause import Clause
from api.dev.docs.clauses.duties import DUTIES
from api.dev.docs.clauses.functions import FUNCTIONS
from api.dev.docs.clauses.general import GENERAL
from api.dev.docs.clauses.order import ORGANIZATION, POWERS

CLAUSES: tuple[Clause, ...] = (*GENERAL, *FUNCTIONS, *ORGANIZATION, *DUTIES, *POWERS)
"""In the order of the decree."""
