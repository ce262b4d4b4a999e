"""The doors: HTTP, tokens, health, the command line. Nothing here decides who may do what."""
