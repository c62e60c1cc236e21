"""Reports after they are filed: steps, findings, rulings, follow-up."""
