"""The kernel: what every kind of document shares — machines, calendar, search, reads, writes, events, storage."""
