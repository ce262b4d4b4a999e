"""Open311 from outside: a public client library of GeoReport v2 reads what a civic tool has sent, in both forms."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from georeport import GeoReport

from tests.support.civic import FORM, HOLES, Civic
from tests.support.served_town import serving_town
from tests.support.store import own

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def civic(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Civic]:
    """A town behind a server, whose partner sends messages of one channel."""
    with serving_town(store_url, own("civic"), tmp_path_factory.mktemp("var-civic")) as served:
        found = Civic(served)
        found.allow("POS")
        yield found


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_public_library_reads_services_and_requests(civic: Civic, form: str) -> None:
    numbers = [civic.registered(description=f"Яма № {index}, {form}") for index in range(2)]
    # The library sends no key of its own: what stands in the address goes as the password of Basic.
    address = civic.town.url.replace("http://", f"http://civic:{civic.key}@")
    library = GeoReport(f"{address}/open311/v2", output_format=form)
    services = {one["service_code"]: one for one in library.get_service_list()}
    assert services[HOLES]["service_name"] == "Ямы"
    assert library.get_service_definition(HOLES)["service_code"] == HOLES
    now = datetime.now(UTC)
    start, end = (
        f"{one:%Y-%m-%dT%H:%M:%SZ}" for one in (now - timedelta(days=1), now + timedelta(minutes=5))
    )
    told = library.get_service_requests(service_code=HOLES, start_date=start, end_date=end, status="open")
    assert {*numbers} <= {one["service_request_id"] for one in told}
    several = library.get_service_requests(service_request_id=",".join(numbers))
    assert [one["service_request_id"] for one in several] == numbers
    one = library.get_service_request(numbers[0])
    assert (one["service_request_id"], one["status"], one["service_name"]) == (numbers[0], "open", "Ямы")
    assert FORM["phone"][-8:] not in str(told)
