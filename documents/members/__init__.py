"""Members of the center: people in roles by a legal act for a period (III.1), and the curator's absence (III.2/2)."""
