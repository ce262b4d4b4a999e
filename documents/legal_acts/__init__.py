"""Legal acts: decrees, orders and laws that the centre, an appointment or an absence rests on (I.4, III.1)."""
