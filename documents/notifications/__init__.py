"""Notifications: what tells a person of the center that something concerns them, in Pult and by mail.

A row holds a kind, a moment and which object it is about: neither names nor texts. What is shown of the object is read
when the notification is, under the rights that hold then.
"""
