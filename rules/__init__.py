"""Pure domain core: facts and a day in, a verdict with reasons and clauses out. No I/O."""
