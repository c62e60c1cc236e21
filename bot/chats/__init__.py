"""Chats as pages keep them: turns, transcripts, ratings."""
