"""The table of rights and its readings: who may do what, on which objects, and why."""
