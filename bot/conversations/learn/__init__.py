"""The desk that teaches new hires."""
