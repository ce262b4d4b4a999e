"""Organizations and officials: responsible recipients (I.2.3), partners (III.5.4), and the people who work there."""
