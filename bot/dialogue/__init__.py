"""One conversation for every channel: messages, where a talk stands, the dispatcher."""
