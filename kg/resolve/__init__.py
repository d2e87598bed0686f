"""Mentions to entities, claims to events: records in, records out; the store is unknown here."""
