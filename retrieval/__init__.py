"""Documents to clauses to evidence to a cited answer. Chroma and LangChain live here."""
