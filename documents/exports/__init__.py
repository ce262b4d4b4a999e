"""Выгрузка: a list with its filter, written into a file by the worker, for who asked for it and under their rights alone.

An export is WAITING, then RUNNING; READY, it is given for a day to who asked, while the rights that it was made under hold;
FAILED, it says why.
"""
