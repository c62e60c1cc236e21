"""Codes by RFC 6238, one step of drift either way, and recovery codes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.identity.one_time_codes import (
    RECOVERY_CODES,
    make_recovery_codes,
    matching_step,
    normal_recovery_code,
    provisioning_uri,
    seed_text,
    step_of,
)

SEED = b"12345678901234567890"  # of RFC 6238, appendix B
# time of the RFC's table -> the last six of its eight digits
RFC = {59: "287082", 1111111109: "081804", 1111111111: "050471", 2000000000: "279037"}


@pytest.mark.parametrize(("seconds", "code"), RFC.items())
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)

    assert matching_step(SEED, code, at) == seconds // 30 == step_of(at)
    assert matching_step(SEED, f" {code[:3]} {code[3:]} ", at) == seconds // 30


@pytest.mark.parametrize(
    ("drift_s", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_clock_may_be_one_step_off(drift_s: int, is_right: bool) -> None:
    at = datetime.fromtimestamp(1111111109, UTC) + timedelta(seconds=drift_s)

    assert (matching_step(SEED, RFC[1111111109], at) is not None) is is_right


@pytest.mark.parametrize("code", ["", "28708", "2870822", "28708a", "２８７０８２", "-87082"])
def test_what_is_no_code_matches_no_step(code: str) -> None:
    assert matching_step(SEED, code, datetime.fromtimestamp(59, UTC)) is None


def test_the_address_for_the_app_names_issuer_account_and_seed() -> None:
    uri = provisioning_uri(SEED, "S00012")

    assert uri.startswith("otpauth://totp/%E4%B8%80%E7%9B%98%E6%A3%8B:S00012?")
    assert f"secret={seed_text(SEED)}" in uri


def test_recovery_codes_are_ten_different_ones_that_survive_typing() -> None:
    numbers = iter(range(1, 100))
    codes = make_recovery_codes(lambda size: next(numbers).to_bytes(size, "big"))

    assert len(set(codes)) == RECOVERY_CODES
    assert all(normal_recovery_code(code) == code for code in codes)
    assert normal_recovery_code(f" {codes[0].upper().replace('-', ' ')} ") == codes[0]
    assert normal_recovery_code(" -- ") == ""
