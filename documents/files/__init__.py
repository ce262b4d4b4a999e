"""Files: what is uploaded, looked at, and attached to one object, whose rights are its own from then on (II.1.1, III.3).

An upload is RECEIVING, then WAITING for a day to be attached by who uploaded it; ATTACHED to one object, and DETACHED
again, it is kept for a while. What waited too long, or was detached long ago, is REMOVED with its content.
"""
