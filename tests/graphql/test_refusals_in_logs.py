"""Who shows an error logs what we did not mean to say; executing a document writes nothing of its own beside that."""

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.town import Town

WHO_CAN = 'query($id: ID!) { whoCan(action: "submission.read", id: $id) { decidedOnObject } }'


async def test_a_refusal_is_no_failure_and_leaves_nothing_in_the_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await ask(town, "pos", WHO_CAN, id=global_id("Message", "nothing"))
    assert answer.codes == ["FORBIDDEN"]
    assert caplog.records == []
