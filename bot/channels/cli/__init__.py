"""The command line (yipanqi)."""
