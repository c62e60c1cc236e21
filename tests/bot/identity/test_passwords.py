"""Which passwords are taken, and what a hash gives away: nothing."""

import pytest

from bot.errors import BadInput
from bot.identity.passwords import HashCost, PasswordRules, Passwords

QUICK = HashCost(memory_kib=8, passes=1)
RULES = PasswordRules()
ABOUT = ("S00012", "示例人员", "余杭区")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "8f3k2mzqp1xw",
        "我爱西湖的春天和运河的夜",
        "lower case words only here",
        "x" * 4 + " staple mountain " + "z" * 100,
    ],
)
def test_a_long_password_of_any_kind_is_taken(password: str) -> None:
    RULES.require_good(password, about=ABOUT)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("8f3k2mzqp1x", "password_short"),
        ("", "password_short"),
        ("好" * 11, "password_short"),
        ("8f3k2mzqp1xw" * 11, "password_long"),
        ("password1234", "password_weak"),
        ("P@ssw0rd2026", "password_weak"),
        ("123456789012", "password_weak"),
        ("qwertyuiop12", "password_weak"),
        ("aaaaaaaaaaaa", "password_weak"),
        ("Iloveyou1314520", "password_weak"),
        ("hangzhou2026", "password_weak"),
        ("Yipanqi-2026!", "password_weak"),
        ("zhaoshangju2026", "password_weak"),
        ("余杭区余杭区余杭区余杭区", "password_weak"),
        ("S00012S00012", "password_weak"),
    ],
)
def test_a_short_long_or_easy_one_is_refused_without_repeating_it(password: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        RULES.require_good(password, about=ABOUT)

    assert caught.value.code == code
    assert len(password) < 12 or password not in f"{caught.value} {caught.value.fields}"


def test_the_right_password_is_right_and_every_hash_is_its_own() -> None:
    passwords = Passwords(QUICK)
    first, second = (passwords.hash("correct horse battery") for _ in range(2))

    assert first != second
    assert first.startswith("$argon2id$")
    assert passwords.is_right("correct horse battery", first)
    assert not passwords.is_right("correct horse battery ", first)


def test_another_keyboard_types_the_same_password() -> None:
    passwords = Passwords(QUICK)

    assert passwords.is_right("abc１２３ cafe\u0301 xyz", passwords.hash("abc123 caf\u00e9 xyz"))


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
def test_where_there_is_no_hash_nothing_is_right(kept: str | None) -> None:
    assert not Passwords(QUICK).is_right("nobody's password", kept)


def test_an_account_that_does_not_exist_costs_a_verification(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords = Passwords(QUICK)
    seen: list[str] = []
    real = passwords._hasher.verify

    class Watching:
        def verify(self, kept: str, given: str) -> bool:
            seen.append(kept[:30])
            return bool(real(kept, given))

    monkeypatch.setattr(passwords, "_hasher", Watching())

    passwords.is_right("correct horse battery", None)

    assert seen == ["$argon2id$v=19$m=8,t=1,p=1$" + seen[0][27:]]


def test_a_password_longer_than_allowed_is_never_right() -> None:
    passwords = Passwords(QUICK)

    assert not passwords.is_right("x" * 129, passwords.hash("x" * 128))


def test_a_hash_of_older_parameters_is_to_be_made_anew() -> None:
    kept = Passwords(QUICK).hash("correct horse battery")

    assert not Passwords(QUICK).must_rehash(kept)
    assert Passwords(HashCost(memory_kib=16, passes=1)).must_rehash(kept)


def test_the_default_cost_is_what_owasp_advises_first() -> None:
    cost = HashCost()

    assert (cost.memory_kib, cost.passes, cost.lanes) == (46 * 1024, 1, 1)
