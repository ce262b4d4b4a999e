"""Сохранённый отбор: a filter of cases that somebody keeps under a name, alone or with all who hold a role of theirs.

It says what is looked for, never what is found: whoever uses it finds what their own rights show.
"""
