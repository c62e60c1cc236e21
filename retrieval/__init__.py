"""Documents to clauses to evidence to a cited answer. Chroma, sentence-transformers and LangChain live here."""
