"""Durable facts: reports, rights, events, staff, conversation state.

Entry: registry.service.Registry. Imports rules, never retrieval or bot.
"""
