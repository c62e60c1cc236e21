"""Chinese text: words of the domain, numerals, days, sentences, search tokens."""
