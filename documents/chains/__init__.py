"""The way from a problem to its solution: what came to a meeting, what was decided, who did it, and what became better."""
