"""What the engine is told of our schema: what may be shared, which values our scalars leave alone, what fields cost."""

from documents.kernel.frozen import Frozen, FrozenRow
from schema.costs import WEIGHTS
from schema.engine.settings import EngineSettings
from schema.scalars import LEAF_TESTS

ENGINE = EngineSettings(weights=WEIGHTS, shared_row=FrozenRow, shared_list=Frozen, leaf_tests=LEAF_TESTS)
