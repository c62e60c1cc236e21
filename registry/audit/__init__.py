"""The registry held against its ledger: replayed, compared, verified."""
