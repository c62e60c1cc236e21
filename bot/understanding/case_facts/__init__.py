"""Facts of a case told in free words."""
