"""Tags of a case: put on and taken off however they are written, and what of it is refused."""

import pytest

from auth.errors import Invalid, LimitReached
from documents.cases.tags import MOST_TAGS, marked, marks_given


@pytest.mark.parametrize(
    ("add", "remove", "found"),
    [
        (["снег"], [], ["Зима", "двор", "снег"]),
        (["ЗИМА", "снег"], [], ["Зима", "двор", "снег"]),
        (["снег", "Снег"], [], ["Зима", "двор", "снег"]),
        ([], ["зима"], ["двор"]),
        ([], ["ДВОР", "которой нет"], ["Зима"]),
        (["снег"], ["зима", "двор"], ["снег"]),
    ],
)
def test_tags_are_put_on_and_taken_off_however_they_are_written(
    add: list[str], remove: list[str], found: list[str]
) -> None:
    assert marked(["Зима", "двор"], add=add, remove=remove) == found


@pytest.mark.parametrize(("add", "remove"), [(["зима"], []), ([], ["снег"]), (["Двор"], ["которой нет"])])
def test_tags_that_stay_as_they_are_are_no_change(add: list[str], remove: list[str]) -> None:
    with pytest.raises(Invalid) as caught:
        marked(["Зима", "двор"], add=add, remove=remove)
    assert caught.value.facts == {"rule": "nothing_to_change"}


def test_a_case_bears_so_many_tags_and_no_more() -> None:
    full = [str(number) for number in range(MOST_TAGS)]
    with pytest.raises(LimitReached) as caught:
        marked(full, add=["ещё"], remove=[])
    assert (caught.value.facts, caught.value.path) == ({"limit": "tagsPerCase"}, ("add",))
    assert len(marked(full, add=["ещё"], remove=["0"])) == MOST_TAGS
    # One that bears more from before loses some all the same.
    assert len(marked([*full, "1a", "1b"], add=[], remove=["0"])) == MOST_TAGS + 1


@pytest.mark.parametrize(
    ("add", "remove", "problems"),
    [
        ([], [], [("nothing_to_change", ())]),
        (["зима"], ["двор", "ЗИМА"], [("duplicate", ("remove", "1"))]),
        (["зима"], ["двор"], []),
        ([], ["двор"], []),
    ],
)
def test_an_input_says_what_is_put_on_or_taken_off_and_nothing_twice(
    add: list[str], remove: list[str], problems: list[tuple[str, tuple[str, ...]]]
) -> None:
    given = {"add": add, "remove": remove}
    for facts in (given, {name: tags for name, tags in given.items() if tags}):
        assert [(one.facts["rule"], one.path) for one in marks_given(facts)] == problems
