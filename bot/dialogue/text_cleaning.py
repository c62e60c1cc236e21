"""Text from outside, made such that everything can hold it. Pure."""


def clean_text(text: str) -> str:
    """Replace what no file, database or terminal can hold: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "�")
