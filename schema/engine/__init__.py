"""How operations are weighed and run, for any schema: nothing here knows what ours is about.

The executor is graphql-core for everything with semantics, and generated functions for selections that only read.
"""
