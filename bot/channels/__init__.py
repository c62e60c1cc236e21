"""One folder a channel; every channel is thin."""
