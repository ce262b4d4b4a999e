"""Keys of personal data that are others than the data were sealed with are refused at start, by a stored value."""

from pathlib import Path
from typing import Any

import pymongo
import pytest
from pydantic import SecretStr

from api.process import open_process
from api.settings import Settings
from documents.installation.key_checks import OtherKeys
from tests.support.cases import registered
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET
from tests.support.store import database_url, own
from tests.support.town import open_town

NAME = own("key-checks")
OTHER = "Jw3Ke8Vz1Qy6Hn4Td9Gs2Lx7Rb5Mc0Uf"
FIRST = f"t1:{PERSONAL_SECRET}"

Database = pymongo.database.Database[dict[str, Any]]


@pytest.fixture
async def sealed(store_url: str) -> Any:
    """A town with an applicant, sealed before there were values to know a key by."""
    town = await open_town(store_url, NAME)
    await registered(town, applicant={"full_name": "Котова Марина", "phone": "+7 913 555-77-01"})
    yield town.store
    await town.store.drop()
    await town.store.close()


@pytest.fixture
def opens(store_url: str, tmp_path: Path) -> Any:
    """Opens a process with keys of a test's choice."""

    async def opened(personal: str = FIRST, search: str = SEARCH_SECRET) -> None:
        settings = Settings(
            mongodb_url=SecretStr(database_url(store_url, NAME)),
            database=NAME,
            var_dir=tmp_path,
            personal_keys=SecretStr(personal),
            search_key=SecretStr(search),
        )
        async with open_process(settings):
            pass

    return opened


async def kept(store: Any) -> list[str]:
    return sorted(row["_id"] for row in await store.find("key_checks", {}, at_most=9))


async def test_the_first_start_notes_a_value_for_each_key_and_no_other_key_passes_then(
    sealed: Any, opens: Any
) -> None:
    await opens()
    assert await kept(sealed) == ["marks", "sealing t1"]
    await opens()
    with pytest.raises(OtherKeys, match='The key "t1" of PULT_PERSONAL_KEYS'):
        await opens(f"t1:{OTHER}")
    with pytest.raises(OtherKeys, match="PULT_SEARCH_KEY"):
        await opens(search=OTHER)
    assert await kept(sealed) == ["marks", "sealing t1"]


async def test_a_new_key_is_noted_beside_the_old_one_and_the_old_one_may_go(sealed: Any, opens: Any) -> None:
    await opens()
    await opens(f"{FIRST},t2:{OTHER}")
    await opens(f"t2:{OTHER}")
    assert await kept(sealed) == ["marks", "sealing t1", "sealing t2"]
    with pytest.raises(OtherKeys, match='"t2"'):
        await opens(f"{FIRST},t2:{OTHER[::-1]}")


async def test_of_data_without_such_values_an_applicant_is_opened(sealed: Any, opens: Any) -> None:
    with pytest.raises(OtherKeys, match='"t1"'):
        await opens(f"t1:{OTHER}")
    assert await kept(sealed) == []
    # A key that is not there opens nothing, which `reseal` tells of; what is sealed from now on bears the new id.
    await opens(f"t2:{OTHER}")
    assert await kept(sealed) == ["marks", "sealing t2"]
