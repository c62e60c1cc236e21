"""Conversations, mail of the channels, and which process may poll."""
