"""Every sentence the filing may say is there, and none that it never says."""

import re
from pathlib import Path

import pytest

from bot.conversations.filing.questions import example_text, question_text, why_text
from bot.conversations.filing.words import problem_text
from bot.forms.questions import CLAUSES
from bot.forms.state import Form
from bot.understanding.types import Invalid
from bot.wording import sentences
from registry.filing.slots import SLOT_NAMES

SOURCES = Path(__file__).parents[4] / "bot" / "conversations" / "filing"
FORBIDDEN = re.compile(r"[!！]|[A-Za-z]{3,}")


def code() -> str:
    return "\n".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))


def test_every_sentence_said_is_written_and_every_one_written_is_said() -> None:
    said = set(re.findall(r"""say\(\s*["']file\.([a-z_]+)""", code()))
    known = set(sentences("file"))
    names = set(re.findall(r'["\'](?:file\.)?([a-z_]+)["\']', code()))
    made = {"layout", "layout_yes", "transfer", "city_led", "same_person"}
    made |= {"fixed_over_total", "tax_over_output", "area_without_land", "new_with_district"}

    assert said - known == set()
    assert known - said - names - made == set()


@pytest.mark.parametrize("name", SLOT_NAMES)
def test_every_slot_has_its_question_reason_and_example(name: str) -> None:
    form = Form()

    assert question_text(form, (name,))
    assert example_text(name)
    assert ("一盘棋制度" in why_text(name)) is (name in CLAUSES)


@pytest.mark.parametrize("desk", ["file", "slots"])
def test_sentences_are_plain_chinese(desk: str) -> None:
    for key, sentence in sentences(desk).items():
        words = re.sub(r"\{[a-z_]+\}", "", sentence)
        assert not FORBIDDEN.search(words), key


def test_an_unknown_problem_is_still_worded() -> None:
    assert problem_text(Invalid("chain", "某某", "unheard_of")) == "“某某”不能作产业链"


def test_every_problem_of_understanding_is_worded() -> None:
    folder = SOURCES.parents[1] / "understanding"
    text = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    pattern = r'"((?:amount|area_too|phone|plot|district|uscc|former)_[a-z_]+)"'
    problems = set(re.findall(pattern, text))
    known = set(sentences("slots"))

    assert {name for name in problems if name not in SLOT_NAMES} - known == set()
