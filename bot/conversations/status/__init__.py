"""The desk that tells how reports stand, notes progress, counts."""
