"""Journeys of staff in a real browser: a package, so that the browser ends with the last one."""
