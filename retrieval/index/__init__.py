"""The library: its catalogue, the indexes over it, and the search through them."""
