"""The drawing of the bench: each server that it can measure has a line of its own in both plots."""

from tests.bench.curves import COLORS, drawing
from tests.bench.measuring import Measured
from tests.bench.servers import BEFORE, COMPARED


def test_each_server_that_is_measured_is_drawn() -> None:
    measured = Measured()
    for server in (*COMPARED, BEFORE):
        for at in (1, 16):
            measured.growth[server, at].append(float(at))
            measured.rates[server, at].append(float(at))
    drawn = drawing(measured)
    for server in (*COMPARED, BEFORE):
        assert drawn.count(f">{server}</text>") == len(("by rows", "by connections"))
    assert len(set(COLORS.values())) == len(COLORS)
