"""What an export writes of applicants in plain: asked of each row by an operation, which logs it before it is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.disclosures.operations import export_applicant
from documents.disclosures.vocabulary import LABELS, STORED_FIELDS, RevealField
from documents.kernel.ids import read_global_id
from documents.kernel.names import camel
from documents.kernel.write.jobs import JobRun
from documents.kernel.write.lists import ListPage
from documents.kernel.write.runner import Request

SHOWN_AS = "personalData"
"""Where an object of JSON lines has it."""


def personal_heads(asked: Mapping[str, Any]) -> Sequence[str]:
    """Return the heads of the columns with plain data, in Russian."""
    return [LABELS[RevealField][RevealField(one)] for one in asked["personal"]]


async def with_personal(run: JobRun, asked: Mapping[str, Any], page: ListPage) -> ListPage:
    """Return a page with the plain data of its rows, each of which is in the log now. Raises: FORBIDDEN, NOT_FOUND where who
    asked may not have them; LeaseLost."""
    fields = asked["personal"]
    if not fields or not page.nodes:
        return page
    case_ids = [read_global_id(node["id"])[1] for node in page.nodes]
    facts = {"fields": fields, "reason": asked["reason"]}
    requests = [
        Request(
            export_applicant,
            page.who,
            run.now,
            facts={**facts, "case_id": one, "line_id": f"{asked['_id']}-{one}"},
        )
        for one in case_ids
    ]
    outcomes = await run.runner.in_the_name_of(None, run.fence).run_together(requests)
    names = [STORED_FIELDS[RevealField(one)] for one in fields]
    plain = [[outcome.answer[name] for name in names] for outcome in outcomes]
    shown = [{camel(name): value for name, value in zip(names, row, strict=True)} for row in plain]
    nodes = [{**node, SHOWN_AS: one} for node, one in zip(page.nodes, shown, strict=True)]
    cells = [[*row, *more] for row, more in zip(page.cells, plain, strict=True)]
    return ListPage(nodes, cells, page.total, page.who)
