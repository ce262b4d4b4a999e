"""Чужое совещание: a conference of a department or an institution in which a member of the center took part (III.5.2).

The register says who was there, when, whose conference it was, and what came of it for the center.
"""
