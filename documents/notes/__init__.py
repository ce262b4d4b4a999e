"""Заметки: what officials tell each other about a case, for the center alone or for all who work on it, and links of cases.

They stand in the case, whose rights they follow; an answer to the applicant never holds them.
"""
