"""The worker: the process in which what happens by itself happens."""
