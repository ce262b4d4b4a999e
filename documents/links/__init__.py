"""Links for people without an account: each opens one object for one purpose, until it ends, is used or is revoked.

A link stands in the object that it opens, so that it changes with it in one write. It holds a digest of its token alone.
"""
