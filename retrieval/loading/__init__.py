"""Turn the bytes of one file into blocks: headings, lines and table rows in reading order.

One module a format. Does not: repair line breaks, find clauses, or touch the file system.
"""
