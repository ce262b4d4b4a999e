"""All writes: operations, the transaction each runs in, and the events it leaves."""
