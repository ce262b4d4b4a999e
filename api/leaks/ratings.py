"""What residents said of the answers, and what was found of them, as each asker should read it: by rights of their own,
their words redacted."""

from typing import Any

from api.leaks import rights
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.truth import Truth

PATH = "satisfaction.comment"
CHECKED = "quality_checks.comment"


def ratings(truth: Truth, asker: Asker, row: Row) -> list[Row] | None:
    """Return the ratings of a case as the asker should read them; None where they are withheld as a whole."""
    if row["kind"] != "INCIDENT" and not rights.reaches(asker.person, "satisfaction.read", row):
        return None
    return [
        {**one, "comment": truth.expected_remark(asker, row, PATH, one["comment"])}
        for one in row.get("satisfaction") or ()
    ]


def checks(truth: Truth, asker: Asker, row: Row) -> list[Row] | None:
    """Return the checks of the answers of a case as the asker should read them; None where they are withheld as a whole."""
    if not rights.reaches(asker.person, "quality.read", row):
        return None
    return [
        {**one, "comment": truth.expected_remark(asker, row, CHECKED, one["comment"])}
        for one in row.get("quality_checks") or ()
    ]


def told_of(told: list[Row] | None, tail: str) -> list[Any]:
    """Return what is compared of such a list: withheld as a whole they are one null; where no field is named each counts."""
    return [None] if told is None else [one[tail] if tail else {} for one in told]
