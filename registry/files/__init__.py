"""Files people hand in: told by content, on the disk before they count."""
