"""What is answered beside the values of a draft is tested in whole conversations; here, that every
aside has an answer."""

import inspect

from bot.conversations.filing import asides as file_report_asides
from bot.forms.asides import About


def test_every_kind_of_aside_is_answered() -> None:
    source = inspect.getsource(file_report_asides)

    assert all(f"About.{about.name}" in source for about in About)
