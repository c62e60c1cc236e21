"""Staff, what they sign in with, their channels, limits on tries and use."""
