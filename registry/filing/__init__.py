"""First reports until they have a number: drafts, guards, who is first, who waits."""
