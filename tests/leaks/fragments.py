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
from schema.engine.guard import TOKENS, Figures, Measuring, OverLimit, measure
from schema.engine.operation_cache import CacheKey
from schema.engine.plans import MOST_FIELDS, CompiledPlan, Plans, Shape
from schema.engine.prepared import (
    MAX_VALIDATION_ERRORS,
    PreparedDocument,
    PreparedDocuments,
    PreparedOperation,
    SyntaxRefused,
)
from tests.support.validating import rules_for

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


NAME = "All"
"""The name of that fragment."""


@dataclass
class Ending:
    """The fragment that documents end with, as it was read and measured in the first of them, and the name of its type."""

    fragment: DocumentNode
    type_name: str
    figures: Figures
    tokens: int
    shape: ShapeOfAll
    is_valid: bool = False


@dataclass
class Beginning:
    """What stands before endings, as it was read first, and what is wrong with it before one on each type."""

    operation: DocumentNode
    text: str
    errors: dict[str, list[GraphQLError]] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """A document with its ending, and what stands before it; None of the first, which was read as a whole, of its text.

    Its nodes are kept, so that their ids stay theirs.
    """

    ending: Ending
    document: DocumentNode
    beginning: Beginning | None = None
    text: str = ""


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
    """The first document with an ending is read and validated as every document is, those behind it but for that ending;
    what stands before one ending after the other is read once, and validated once before those on one type.

    A fragment that takes no variables is valid in one document as in the other; whether it may stand where it is spread
    follows from its type. The limits of a document hold for the whole of it.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__(schema, cached=CACHED_DOCUMENTS, cached_bytes=CACHED_BYTES)
        self._endings: dict[str, Ending] = {}
        self._beginnings: dict[str, Beginning | None] = {}
        self._ended: dict[CacheKey, Ended] = {}

    def validation_errors(self, prepared: PreparedDocument) -> list[GraphQLError]:
        """Tell what is wrong with a document; where its ending is known to be valid, with the operation alone."""
        known = self._ended.get(prepared.key)
        if known is None:
            return super().validation_errors(prepared)
        if prepared.errors is None and known.ending.is_valid and known.beginning is not None:
            prepared.errors = self._before(known.beginning, known.ending.type_name)
        elif prepared.errors is None and known.text:
            rules = rules_for(known.text)
            prepared.errors = validate(
                self.schema, prepared.document, rules, max_errors=MAX_VALIDATION_ERRORS
            )
        errors = super().validation_errors(prepared)
        known.ending.is_valid |= not errors
        return errors

    def _before(self, beginning: Beginning, type_name: str) -> list[GraphQLError]:
        """What is wrong with an operation before any fragment on a type."""
        if type_name not in beginning.errors:
            stub = parse(f"fragment {NAME} on {type_name} {{ __typename }}")
            document, rules = _joined(beginning.operation, stub), rules_for(beginning.text)
            beginning.errors[type_name] = validate(self.schema, document, rules)
        return beginning.errors[type_name]

    def _read(self, text: str, key: CacheKey) -> PreparedDocument | SyntaxRefused | OverLimit:
        head, seam, tail = text.partition(SEAM)
        if not seam or "$" in tail or "@" in tail:
            return super()._read(text, key)
        beginning = self._beginning(head)
        if beginning is None:
            return super()._read(text, key)
        known = self._endings.get(tail)
        if known is None or beginning.operation.token_count + known.tokens > TOKENS.allowed:
            return self._read_whole(text, key, tail, beginning)
        document = _joined(beginning.operation, known.fragment)
        try:
            figures = measure(document, {NAME: known.figures})
        except OverLimit as refusal:
            return refusal
        self._ended[key] = Ended(known, document, beginning)
        return PreparedDocument(key, document, figures, len(text))

    def _beginning(self, head: str) -> Beginning | None:
        """What stands before an ending; None where it cannot be read by itself."""
        if head not in self._beginnings:
            try:
                found = Beginning(parse(f"{head}}}", max_lexical_tokens=TOKENS.allowed), head)
            except GraphQLSyntaxError:
                self._beginnings[head] = None
            else:
                self._beginnings[head] = found
        return self._beginnings[head]

    def _read_whole(
        self, text: str, key: CacheKey, tail: str, beginning: Beginning
    ) -> PreparedDocument | SyntaxRefused | OverLimit:
        found = super()._read(text, key)
        if isinstance(found, PreparedDocument):
            last = found.document.definitions[-1]
            assert isinstance(last, FragmentDefinitionNode)
            ending = self._endings.setdefault(
                tail,
                Ending(
                    DocumentNode(definitions=(last,)),
                    last.type_condition.name.value,
                    Measuring({NAME: last}).fragment(NAME),
                    found.document.token_count - beginning.operation.token_count,
                    ShapeOfAll(self.schema, Budget(MOST_FIELDS)),
                ),
            )
            self._ended[key] = Ended(ending, found.document, text=text)
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
