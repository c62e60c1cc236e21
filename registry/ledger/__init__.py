"""The ledger: chain, tree, checkpoints, receipts."""
