"""Durable facts: reports, rights, events, staff, conversation state. Not built yet."""
