"""Answers: worded from facts or sentences, bound to clauses, or refused."""
