"""Asking the schema inside this process, as somebody of the town."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import orjson
from graphql import GraphQLError, create_source_event_stream, parse
from strawberry.extensions import ParserCache, SchemaExtension
from strawberry.schema.schema import validate_document

from api.http.answers import encode
from auth.errors import Problem
from schema.build import schema
from schema.context import Context
from schema.cursors import Cursors
from schema.engine.executor import StockExecutor
from tests.support.town import Town
from tests.support.validating import rules_for

CURSORS = Cursors(bytes(range(32)))
CORE = schema._schema  # graphql-core's view of it


class ValidatedOnce(SchemaExtension):
    """Validates what has the same words once. The library's own goes through the whole document to look whether it did."""

    known: ClassVar[dict[tuple[Any, ...], Any]] = {}

    def on_validate(self) -> Iterator[None]:
        """Tell what is wrong with the document."""
        asked = self.execution_context
        key = (asked.query, *asked.validation_rules)
        if key not in self.known:
            assert asked.graphql_document is not None
            rules = rules_for(asked.query or "", asked.validation_rules)
            self.known[key] = validate_document(CORE, asked.graphql_document, rules)
        asked.pre_execution_errors = self.known[key]
        yield


# What is asked again with other variables is read and validated once, as in front of the product.
schema.extensions = (*schema.extensions, ParserCache, ValidatedOnce)


@dataclass
class Answer:
    """What came back: the data, and the codes of the top-level errors."""

    data: dict[str, Any] | None
    errors: list[GraphQLError]

    @property
    def codes(self) -> list[str]:
        """Codes of the refusals. Raises: AssertionError for a failure that is none."""
        found = []
        for error in self.errors:
            assert isinstance(error.original_error, Problem), error
            found.append(error.original_error.code)
        return found

    def __getitem__(self, name: str) -> Any:
        assert not self.errors, self.errors
        assert self.data is not None
        return self.data[name]


async def ask(
    town: Town, login: str, document: str, *, now: datetime | None = None, **variables: Any
) -> Answer:
    """Run a document as somebody."""
    moment = now or town.now
    context = Context(
        container=town.container, cursors=CURSORS, now=moment, who=await town.who(login, moment)
    )
    result = await schema.execute(document, variable_values=variables, context_value=context)
    # Callers see what the encoder of the door makes of it.
    return Answer(orjson.loads(encode(result.data)), list(result.errors or []))


async def followed(town: Town, login: str, document: str, **variables: Any) -> Any:
    """What a subscription follows as somebody: an Interest, a stream that ends at once, or a result with errors."""
    context = Context(container=town.container, cursors=CURSORS, now=town.now, who=await town.who(login))
    executor = StockExecutor.build(CORE, parse(document), None, context, variables)
    assert not isinstance(executor, list), executor
    found = create_source_event_stream(executor)
    return await found if inspect.isawaitable(found) else found
