"""Which facts answer a question: found, ranked, gated."""
