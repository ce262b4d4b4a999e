"""The outbox: events in the order in which their readers see them."""
