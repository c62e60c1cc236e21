"""What a message is for: its parts and the intent of each. Deterministic and pure."""
