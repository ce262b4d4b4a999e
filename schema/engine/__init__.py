"""How operations are weighed and run, for any schema: nothing here knows what ours is about."""
