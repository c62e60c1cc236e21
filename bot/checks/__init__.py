"""Cases held against the rules: files and batches of them, the data the rules are asked with."""
