"""Train the built-in embedding model from the shipped corpus; for developers, never at run time."""
