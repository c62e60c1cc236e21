"""Spreadsheets and Word documents, written and read in one place."""
