"""Loading what is there before anybody may act, from the command line only."""
