"""The desk where the bureau looks at reports and decides."""
