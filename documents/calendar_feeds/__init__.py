"""Календарная подписка: the meetings that somebody takes part in, for a calendar program, behind a link of their own.

A calendar outside keeps what it once read: it is told when, where and what about, and nobody's name (III.2).
"""
