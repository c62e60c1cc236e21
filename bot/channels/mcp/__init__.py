"""The MCP channel: questions, checks and own reports as tools of another assistant."""
