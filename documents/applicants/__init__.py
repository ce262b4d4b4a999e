"""Applicants: who wrote a message or an appeal (I.2.4, I.2.5), sealed in a collection of their own."""
