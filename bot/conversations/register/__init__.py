"""Which reports are meant and what about them, read and answered for every desk."""
