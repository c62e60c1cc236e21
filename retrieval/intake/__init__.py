"""Untrusted files to documents cut into clauses, parsed in a limited child process."""
