"""Answers of the shell: the library asked, and what the table of duties answers by counting."""
