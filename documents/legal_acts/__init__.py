"""Legal acts: decrees, orders and laws that the center, an appointment or an absence rests on (I.4, III.1)."""
