"""Filling a form by talk: pure reducers over drafts."""
