"""Subscriptions: what a field follows, who is told of a change and how, and how all that follow the same share the work."""
