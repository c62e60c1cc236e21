"""Quizzes as they are put: which, with which wrong choices, in which order. Pure.

The seed is an argument: the same seed gives the same.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversations.learn.curriculum import WRONG_CHOICES, Quiz, apart


@dataclass(frozen=True, slots=True)
class Posed:
    """A quiz as it is put to somebody: the choices in order and the index of the right one."""

    quiz: Quiz
    options: tuple[str, ...]
    right: int


def pose(quiz: Quiz, seed: str, not_laid_down: str) -> Posed:
    """Choose three wrong choices and an order; the same seed gives the same.

    not_laid_down: the words for "the text does not say", itself among the wrong choices of a quiz
    that a clause answers.
    """
    right = quiz.right or not_laid_down
    with_silence = quiz.may_be_silent and not quiz.is_open
    candidates = (*quiz.wrong, not_laid_down) if with_silence else quiz.wrong
    wrong = apart(_shuffled(candidates, f"{seed}/wrong"))[:WRONG_CHOICES]
    options = _shuffled((right, *wrong), f"{seed}/order")
    return Posed(quiz, options, options.index(right))


def choose(quizzes: Sequence[Quiz], count: int, seed: str) -> tuple[Quiz, ...]:
    """`count` of the quizzes, or all there are, in an order the seed gives."""
    order = _shuffled(tuple(quiz.id for quiz in quizzes), seed)
    return tuple(sorted(quizzes, key=lambda quiz: order.index(quiz.id)))[:count]


def _shuffled(values: tuple[str, ...], seed: str) -> tuple[str, ...]:
    return tuple(sorted(values, key=lambda v: hashlib.sha256(f"{seed}\n{v}".encode()).digest()))
