"""Feeds of calendars in GraphQL."""
