"""The only place where Chinese wording for errors and cards is made."""
