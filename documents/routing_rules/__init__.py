"""A routing rule (правило маршрутизации) says to whom cases of a sort go; of several in order the first that fits decides.

Only the head switches a rule off. One that cannot be followed is passed over, and the head is told (II.1.1, III.4.3/1).
"""
