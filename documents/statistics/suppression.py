"""Numbers that are withheld because they are small: previews of changes tell none of one or two (III.6)."""

SMALLEST = 3
"""Counts below this are not told by previews, which look at cases that their asker may not see."""
