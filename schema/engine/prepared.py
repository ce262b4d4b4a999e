"""Documents read, measured and validated once, by their text: what one caller sent is ready for the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from schema.engine.actual_cost import actual_points
from schema.engine.cost import CostFunction
from schema.engine.cost_compiler import compile_cost
from schema.engine.guard import DEPTH, TOKENS, Figures, OverLimit, is_bare, measure
from schema.engine.operation_cache import CacheFigures, CacheKey, OperationCache, key_of
from schema.engine.plans import Plans
from schema.engine.selection import FieldNeeds
from schema.engine.settings import settings_of

CACHED_DOCUMENTS = 1_000
BYTES_PER_CHARACTER = 128
"""What a document is reckoned to take once it is read, validated and priced, for each character of its text: measured
127 over the examples of the IDE, at most 204 for a text made to be dense."""

BYTES_PER_FIELD = 1_300
"""What a compiled field is reckoned to take: 690 to 1 300 were measured over pages of 30 to 40 fields."""

CACHED_BYTES = 32 * 2**20
LONGEST_CACHED_CHARACTERS = 16_384
"""Longer texts are read each time: one of them must not push out everybody else's."""

CACHED_ANSWERS = 32
CACHED_ANSWER_BYTES = 8 * 2**20
"""Answers about the schema alone; the whole of it is about a megabyte."""

MAX_VALIDATION_ERRORS = 20
# How graphql-core begins what it says about its own two limits.
TOO_MANY = "Syntax Error: Document contains more than"
TOO_DEEP = "Syntax Error: Document is nested too deeply"


class SyntaxRefused(Exception):
    """The document cannot be read; `error` says where."""

    def __init__(self, error: GraphQLSyntaxError) -> None:
        super().__init__(error.message)
        self.error = error


class Unclear(Enum):
    """Why no operation of a document can be meant."""

    NONE_THERE = "no_operation"
    SEVERAL = "operation_name"
    UNKNOWN = "unknown_operation"


class NotChosen(Exception):
    """Which operation of the document to run is not clear; `reason` says why."""

    def __init__(self, reason: Unclear) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(eq=False)
class PreparedDocument:
    """A document that could be read and is not too large; validated when first asked for."""

    key: CacheKey
    document: DocumentNode
    figures: dict[str, Figures]
    characters: int
    is_bare: bool = False
    """Whether it asks for `__typename` and nothing else."""
    compiled_fields: int = 0
    errors: list[GraphQLError] | None = None
    costs: dict[str, CostFunction] = field(default_factory=dict)
    chosen: dict[str | None, "PreparedOperation"] = field(default_factory=dict)
    """The operations by what they were asked for as: their names, and nothing or "" for the only one."""

    def weighs_bytes(self) -> int:
        """Return what it takes to keep it, with what was compiled for its operations until now."""
        return self.characters * BYTES_PER_CHARACTER + self.compiled_fields * BYTES_PER_FIELD


@dataclass(frozen=True, eq=False)
class PreparedOperation:
    """The one operation of a document that is to run. `key` tells it from every other, whoever sends it."""

    prepared: PreparedDocument
    node: OperationDefinitionNode
    name: str | None
    type: OperationType
    figures: Figures
    has_variables: bool
    key: CacheKey
    is_about_schema: bool
    """Whether nothing of ours is asked for: names of types and what introspection tells."""

    plans: Plans
    needs: FieldNeeds = field(default_factory=dict)


class PreparedDocuments:
    """The documents of one schema. Nothing kept here depends on who asks."""

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        cached: int = CACHED_DOCUMENTS,
        cached_bytes: int = CACHED_BYTES,
    ) -> None:
        self.schema = schema
        self._weights = settings_of(schema).weights
        self._known: OperationCache[PreparedDocument | SyntaxRefused | OverLimit] = OperationCache(
            most_entries=cached, most_bytes=cached_bytes
        )
        self._answers: OperationCache[bytes] = OperationCache(
            most_entries=CACHED_ANSWERS, most_bytes=CACHED_ANSWER_BYTES
        )
        self.read_count = 0

    def cache_figures(self) -> Mapping[str, CacheFigures]:
        """Tell how the caches did: of documents, and of answers about the schema."""
        return {"documents": self._known.figures(), "answers": self._answers.figures()}

    def prepare(self, text: str) -> PreparedDocument:
        """Read and measure a document, or find it. Raises: SyntaxRefused, OverLimit."""
        key = key_of(text)
        found = self._known.look_up(key)
        if found is None:
            found = self._read(text, key)
            if len(text) <= LONGEST_CACHED_CHARACTERS:
                self._known.keep(key, found, len(text) * BYTES_PER_CHARACTER)
        if isinstance(found, PreparedDocument):
            return found
        # The same exception is raised for each caller: without its old traceback it would keep every frame alive.
        raise found.with_traceback(None)

    def choose(self, prepared: PreparedDocument, name: str | None) -> PreparedOperation:
        """Find the operation to run. Raises: NotChosen where none or several could be meant."""
        known = prepared.chosen.get(name)
        if known is not None:
            return known
        nodes = [one for one in prepared.document.definitions if isinstance(one, OperationDefinitionNode)]
        if not nodes:
            raise NotChosen(Unclear.NONE_THERE)
        if name is None and len(nodes) > 1:
            raise NotChosen(Unclear.SEVERAL)
        # The empty name is what some clients send for "the only one".
        wanted = nodes if not name and len(nodes) == 1 else [one for one in nodes if _name(one) == name]
        if not wanted:
            raise NotChosen(Unclear.UNKNOWN)
        own = _name(wanted[0])
        operation = prepared.chosen.get(own)
        if operation is None:
            operation = prepared.chosen[own] = self._operation(prepared, wanted[0], is_only=len(nodes) == 1)
        prepared.chosen[name] = operation
        return operation

    def weigh(self, operation: PreparedOperation) -> None:
        """Reckon again what a document takes, once something was compiled for its operation."""
        prepared = operation.prepared
        fields = sum(one.plans.fields for one in {*prepared.chosen.values()})
        if fields != prepared.compiled_fields:
            prepared.compiled_fields = fields
            self._known.reweigh(prepared.key, prepared.weighs_bytes())

    def cost(self, operation: PreparedOperation) -> CostFunction:
        """Compile the cost function of an operation, or find it beside its document."""
        known, name = operation.prepared.costs, operation.name or ""
        if name not in known:
            document = operation.prepared.document
            known[name] = compile_cost(self.schema, document, operation.node, self._weights)
        return known[name]

    def actual_points(self, operation: PreparedOperation, data: Mapping[str, Any] | None) -> int:
        """Count the points of what an operation really answered; it walks the whole answer."""
        definitions = operation.prepared.document.definitions
        fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
        return actual_points(self.schema, operation.node, fragments, self._weights, data)

    def validation_errors(self, prepared: PreparedDocument) -> list[GraphQLError]:
        """Tell what is wrong with a document against the schema; nothing for a valid one."""
        if prepared.errors is None:
            prepared.errors = validate(self.schema, prepared.document, max_errors=MAX_VALIDATION_ERRORS)
        return prepared.errors

    def known_answer(self, operation: PreparedOperation) -> bytes | None:
        """Find the answer to an operation about the schema alone; None where it is not kept."""
        if not operation.is_about_schema or operation.has_variables:
            return None
        return self._answers.look_up(operation.key)

    def keep_answer(self, operation: PreparedOperation, answer: bytes) -> None:
        """Keep such an answer: it is the same for everybody as long as the process lives."""
        if operation.is_about_schema and not operation.has_variables:
            self._answers.keep(operation.key, answer, len(answer))

    def _read(self, text: str, key: CacheKey) -> PreparedDocument | SyntaxRefused | OverLimit:
        self.read_count += 1
        try:
            document = parse(text, max_lexical_tokens=TOKENS.allowed, max_comments=TOKENS.allowed)
            figures = measure(document)
        except GraphQLSyntaxError as error:
            if error.message.startswith(TOO_MANY):
                return OverLimit(TOKENS, f"> {TOKENS.allowed}")
            if error.message.startswith(TOO_DEEP):
                return OverLimit(DEPTH, f"> {DEPTH.allowed}")
            # As above: what is kept holds no frames.
            return SyntaxRefused(error.with_traceback(None))
        except OverLimit as refusal:
            return refusal
        return PreparedDocument(key, document, figures, len(text), is_bare(document))

    def _operation(
        self, prepared: PreparedDocument, node: OperationDefinitionNode, *, is_only: bool
    ) -> PreparedOperation:
        name = _name(node)
        figures = prepared.figures[name or ""]
        return PreparedOperation(
            prepared,
            node,
            name,
            node.operation,
            figures,
            has_variables=bool(node.variable_definitions),
            key=prepared.key if is_only else key_of(f"{prepared.key.hex()} {name}"),
            is_about_schema=figures.is_introspection_only or figures.is_typename_only,
            plans=Plans(self.schema, node),
        )


def _name(node: OperationDefinitionNode) -> str | None:
    return node.name.value if node.name else None
