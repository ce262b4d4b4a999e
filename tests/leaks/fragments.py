"""Documents of which what a type shows is read, validated and compiled once: as the fragment that many of them end with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)

from api.leaks.installation import CACHED_BYTES, CACHED_DOCUMENTS
from schema.engine.compiler import Budget, Compiler, Selected
from schema.engine.guard import TOKENS, OverLimit, measure
from schema.engine.operation_cache import CacheKey
from schema.engine.plans import MOST_FIELDS, CompiledPlan, Plans, Shape
from schema.engine.prepared import PreparedDocument, PreparedDocuments, PreparedOperation, SyntaxRefused

SEAM = "} fragment All on "
"""What the check writes between the operation and what it asks of each object."""


@dataclass(eq=False)
class ShapeOfAll(Shape):
    """The plans of all operations with one ending: what selects nothing but the fragment is one selection."""

    whole: dict[tuple[str, Any], CompiledPlan] = field(default_factory=dict)

    def plan(
        self, kind: str, type_: Any, selected: Selected, compiler: Callable[[], Compiler]
    ) -> CompiledPlan:
        """Return the plan for a selection, compiled when it is first wanted."""
        if not _is_all(selected):
            return super().plan(kind, type_, selected, compiler)
        key = (kind, type_)
        if key not in self.whole:
            self.whole[key] = super().plan(kind, type_, selected, compiler)
        return self.whole[key]


def _is_all(selected: Selected) -> bool:
    """Whether there is one field, and all that it selects is the fragment."""
    inner = selected[0].node.selection_set
    if len(selected) > 1 or inner is None or len(inner.selections) > 1 or selected[0].node.directives:
        return False
    (only,) = inner.selections
    return isinstance(only, FragmentSpreadNode) and not only.directives


@dataclass
class Ending:
    """The fragment that documents end with, as it was read in the first of them, and one of its name and type."""

    fragment: DocumentNode
    stub: DocumentNode
    tokens: int
    shape: ShapeOfAll
    is_valid: bool = False


@dataclass(frozen=True)
class Ended:
    """A document with its ending, and the same with the stub in its place, but for the first.

    Its nodes are kept, so that their ids stay theirs.
    """

    ending: Ending
    document: DocumentNode
    short: DocumentNode | None = None


@dataclass(eq=False)
class PlansOfAll(Plans):
    """The plans of an operation are those of all with its ending, which holds no variable."""

    of_all: ShapeOfAll | None = None

    def shape(
        self, values: Mapping[str, Any], fragments: Mapping[str, FragmentDefinitionNode], after: int
    ) -> Shape | None:
        """Return the plans, from the operation's use number `after` on."""
        self.uses += 1
        return self.of_all if self.uses >= after else None


class DocumentsOfFragments(PreparedDocuments):
    """The first document with an ending is read and validated as every document is, those behind it but for that ending.

    A fragment that takes no variables is valid in one document as in the other; whether it may stand where it is spread
    is asked of each. The limits of a document hold for the whole of it.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__(schema, cached=CACHED_DOCUMENTS, cached_bytes=CACHED_BYTES)
        self._endings: dict[str, Ending] = {}
        self._ended: dict[CacheKey, Ended] = {}

    def validation_errors(self, prepared: PreparedDocument) -> list[GraphQLError]:
        """Tell what is wrong with a document; where its ending is known to be valid, with the operation alone."""
        known = self._ended.get(prepared.key)
        if known is None:
            return super().validation_errors(prepared)
        if prepared.errors is None and known.ending.is_valid and known.short is not None:
            prepared.errors = validate(self.schema, known.short)
        errors = super().validation_errors(prepared)
        known.ending.is_valid |= not errors
        return errors

    def _read(self, text: str, key: CacheKey) -> PreparedDocument | SyntaxRefused | OverLimit:
        head, seam, tail = text.partition(SEAM)
        if not seam or "$" in tail or "@" in tail:
            return super()._read(text, key)
        try:
            operation = parse(f"{head}}}", max_lexical_tokens=TOKENS.allowed)
        except GraphQLSyntaxError:
            return super()._read(text, key)
        known = self._endings.get(tail)
        if known is None or operation.token_count + known.tokens > TOKENS.allowed:
            return self._read_whole(text, key, tail, operation)
        document = _joined(operation, known.fragment)
        self._ended[key] = Ended(known, document, _joined(operation, known.stub))
        return PreparedDocument(key, document, measure(document), len(text))

    def _read_whole(
        self, text: str, key: CacheKey, tail: str, operation: DocumentNode
    ) -> PreparedDocument | SyntaxRefused | OverLimit:
        found = super()._read(text, key)
        if isinstance(found, PreparedDocument):
            fragment = DocumentNode(definitions=found.document.definitions[-1:])
            stub = parse(f"fragment All on {tail.split(maxsplit=1)[0]} {{ __typename }}")
            tokens = found.document.token_count - operation.token_count
            shape = ShapeOfAll(self.schema, Budget(MOST_FIELDS))
            ending = self._endings.setdefault(tail, Ending(fragment, stub, tokens, shape))
            self._ended[key] = Ended(ending, found.document)
        return found

    def _operation(
        self, prepared: PreparedDocument, node: OperationDefinitionNode, *, is_only: bool
    ) -> PreparedOperation:
        found = super()._operation(prepared, node, is_only=is_only)
        known = self._ended.get(prepared.key)
        if known is None:
            return found
        return replace(found, plans=PlansOfAll(self.schema, node, of_all=known.ending.shape))


def _joined(operation: DocumentNode, fragment: DocumentNode) -> DocumentNode:
    return DocumentNode(definitions=(*operation.definitions, *fragment.definitions))
