"""Reports for channels: read from files, shown, acted on, kept up."""
