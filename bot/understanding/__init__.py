"""What a person's free words say: slots of a first report, facts of a case. Pure."""
