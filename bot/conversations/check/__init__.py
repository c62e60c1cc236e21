"""The desk that judges a case told in free words."""
