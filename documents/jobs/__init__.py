"""Jobs: what happens by itself. Of each is kept when it ran last and is due next, and which of its things failed."""
