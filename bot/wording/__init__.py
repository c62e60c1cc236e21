"""Everything the conversation says in Chinese: one TOML file a desk, a key a sentence.

Reads: bot/wording/*.toml (packaged). `say("file.ask_again", label=…)` is key `ask_again` of
`file.toml`. Does not: hold facts of the scheme; those come from clauses.
"""

import tomllib
from functools import cache
from importlib.resources import files


def say(key: str, /, **values: object) -> str:
    """The sentence of a key with its places filled.

    Raises KeyError for an unknown key or a place not given: a mistake of ours, found by tests.
    """
    desk, _, name = key.partition(".")
    return sentences(desk)[name].format(**values)


@cache
def sentences(desk: str) -> dict[str, str]:
    """All sentences of a desk by their keys."""
    source = (files("bot.wording") / f"{desk}.toml").read_text("utf-8")
    return dict(tomllib.loads(source))
