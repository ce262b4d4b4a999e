"""The executor: graphql-core for everything with semantics, generated functions for selections that only read."""
