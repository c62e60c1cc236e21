"""The web chat page and the HTTP API."""
