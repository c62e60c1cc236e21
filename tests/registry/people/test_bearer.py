"""Secrets of a fixed length, kept as a digest."""

import hashlib

import pytest

from registry.people.bearer import digest_of, make_secret


@pytest.mark.parametrize(("size", "chars"), [(16, 22), (32, 43)])
def test_a_secret_is_url_safe_and_of_fixed_length(size: int, chars: int) -> None:
    secret = make_secret(lambda count: b"\xff" * count, size)

    assert len(secret) == chars
    assert set(secret) <= set("_-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def test_the_digest_is_of_the_secret_without_space_around_it() -> None:
    assert digest_of(" abc\n") == hashlib.sha256(b"abc").hexdigest()


def test_anything_a_browser_may_send_has_a_digest() -> None:
    assert len(digest_of("\ud800")) == 64
