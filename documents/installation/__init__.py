"""An installation: what stands before anybody can work, and what is kept about the database itself.

Installed is a database that holds the decree and an administrator who was invited; `python -m api init` sees to both. Of the
data is kept of which release they are, of each key of personal data a value to know it by, and of each step of a migration
when it ran and what it did.
"""
