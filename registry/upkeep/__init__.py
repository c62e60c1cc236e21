"""Backup and restore, health, volumes, the mark of a sample registry."""
