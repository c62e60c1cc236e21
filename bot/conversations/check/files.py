"""A case as the file `yipanqi check --case` takes, so that a verdict can be judged again.

Does not: write files; the channel hands the content to the person.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.conversations.check.case import Case
from bot.conversations.check.judging import Judged
from bot.dialogue.messages import OutgoingFile
from bot.rendering.assessments import parameter_text
from bot.wording import say
from rules.catalog import find_rule
from rules.verdict import Assessment


def case_file(case: Case, judged: Judged, assessment: Assessment) -> OutgoingFile:
    """One rule's case: its facts with their words, the day, and the parameters that bore on it."""
    rule = find_rule(assessment.rule)
    day = assessment.as_of
    lines = [
        _comment(say("check.file_head", title=f"{rule.number} {rule.title}")),
        _comment(say("check.file_day", day=day.isoformat(), outcome=assessment.outcome.text)),
        *(
            _comment(say("check.file_parameter", text=parameter_text(use)))
            for use in assessment.parameters
        ),
        f"rule = {_toml(rule.name)}",
        f"as_of = {day.isoformat()}",
        "",
        "[facts]",
    ]
    known = {spec.name for spec in rule.facts}
    for name, value in judged.used.items():
        if name in known:
            lines += [_comment(_source(case, name)), f"{name} = {_toml(value)}"]
    text = "\n".join(lines) + "\n"
    return OutgoingFile(f"{rule.name}.toml", "application/toml", text.encode())


def _source(case: Case, name: str) -> str:
    said = case.facts.get(name) or case.supposed.get(name)
    if said is None or not said.raw:
        return say("check.file_assumed")
    return say("check.file_words", raw=said.raw)


def _comment(text: str) -> str:
    """A comment line; TOML allows no control characters in one."""
    return "# " + "".join(char if char.isprintable() else " " for char in text)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name} = {_toml(item)}" for name, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in escaped) + '"'
