"""Answers scored against golden sets and a public set."""
