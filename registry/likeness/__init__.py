"""Earlier reports and listed companies that a new report may repeat."""
