"""Signing in and out, invites, passwords, second factors, and who a request comes from."""
