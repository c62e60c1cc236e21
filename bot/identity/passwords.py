"""Passwords: which are taken, how they are hashed, and that checking one costs the same always.

Taken: 12 to 128 characters of any kind, no rules on which; refused only when they are easy to
guess, by the lists and patterns of zxcvbn and by words of this place (NIST SP 800-63B, OWASP ASVS
5.0 6.2). Compared after NFKC, so that another keyboard types the same password.
Does not keep, log or show a password.
"""

import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from bot.errors import BadInput

MIN_CHARS = 12
MAX_CHARS = 128
LEAST_GUESSES_LOG10 = 9.0  # out of reach for guessing at the limited sign-in for many years
_STRENGTH_CHARS = 72  # what zxcvbn looks at
_LOCAL_WORDS = (
    "yipanqi", "一盘棋", "hangzhou", "杭州", "zhejiang", "浙江", "zhaoshang", "招商", "zhaoshangju",
    "touzi", "投资", "市投资促进局", "shoubao", "首报", "password", "mima", "密码",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HashCost:
    """What a hash costs. Defaults: OWASP's first choice for Argon2id, 46 MiB and one pass."""

    memory_kib: int = 47104
    passes: int = 1
    lanes: int = 1
    at_once: int = 2  # hashes computed side by side; the memory of a small machine is limited


class Passwords:
    """Hash and verify. Safe to share between threads; slow on purpose: never in a transaction."""

    def __init__(self, cost: HashCost) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes
        )
        self._turns = threading.BoundedSemaphore(cost.at_once)
        self._nobody = self._hasher.hash("nobody's password")  # verified where there is none

    def hash(self, password: str) -> str:
        """Argon2id of the password with a salt of its own, parameters included."""
        with self._turns:
            return self._hasher.hash(_normal(password))

    def is_right(self, password: str, kept: str | None) -> bool:
        """Whether it is the password of that hash; None costs as much and is never right."""
        given = _normal(password)[:MAX_CHARS]
        with self._turns:
            try:
                self._hasher.verify(kept or self._nobody, given)
            except (VerifyMismatchError, VerificationError, InvalidHashError):
                return False
        return bool(kept) and len(password) <= MAX_CHARS

    def must_rehash(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """Which passwords are taken. local_words: words of the place, besides those of the person."""

    min_chars: int = MIN_CHARS
    local_words: tuple[str, ...] = field(default=_LOCAL_WORDS)

    def require_good(self, password: str, *, about: Iterable[str] = ()) -> None:
        """Check a new password. about: account, name and unit of the person.

        Raises BadInput (`password_short password_long password_weak`), never with the password.
        """
        chars = len(_normal(password))
        if chars < self.min_chars:
            raise BadInput("password too short", code="password_short", limit=self.min_chars)
        if max(chars, len(password)) > MAX_CHARS:
            raise BadInput("password too long", code="password_long", limit=MAX_CHARS)
        if _guesses_log10(_normal(password), (*about, *self.local_words)) < LEAST_GUESSES_LOG10:
            raise BadInput("password easy to guess", code="password_weak")


def _guesses_log10(password: str, words: tuple[str, ...]) -> float:
    from zxcvbn import zxcvbn  # its lists take a moment to load, and are seldom needed

    result = zxcvbn(password[:_STRENGTH_CHARS], user_inputs=[word for word in words if word])
    return float(result["guesses_log10"])


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
