"""How decisions of the center are carried out, counted protocol by protocol (III.2/3, report R-10)."""
