"""Conversations, rendering, channels, settings and the composition root."""
