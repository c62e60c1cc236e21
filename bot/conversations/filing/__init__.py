"""The desk where a first report is filled and filed by talk."""
