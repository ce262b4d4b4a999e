"""Наблюдение: cases that somebody follows of their own accord; what moves them is told to who may still read them."""
