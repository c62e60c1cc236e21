"""Documents taken in and shown, for every channel."""
