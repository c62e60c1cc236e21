from datetime import UTC, date, datetime, timedelta

from bot.clock import ManualClock, SystemClock


def test_the_business_day_is_shanghais() -> None:
    before = ManualClock(datetime(2024, 7, 31, 15, 59, tzinfo=UTC))
    after = ManualClock(datetime(2024, 7, 31, 16, 0, tzinfo=UTC))

    assert before.today() == date(2024, 7, 31)
    assert after.today() == date(2024, 8, 1)


def test_a_fixed_day_replaces_the_day_and_not_the_instant() -> None:
    clock = SystemClock(date(2019, 6, 6))

    assert clock.today() == date(2019, 6, 6)
    assert clock.now().tzinfo is UTC
    assert clock.now().date() != date(2019, 6, 6)


def test_without_a_fixed_day_the_day_follows_the_instant() -> None:
    clock = SystemClock()

    earliest = (clock.now() + timedelta(hours=8)).date()
    assert clock.today() in (earliest, earliest + timedelta(days=1))


def test_elapsed_time_never_goes_back() -> None:
    clock = SystemClock()

    first = clock.elapsed_s()

    assert clock.elapsed_s() >= first


def test_a_manual_clock_moves_when_told() -> None:
    clock = ManualClock()
    started, began = clock.elapsed_s(), clock.now()

    clock.advance(timedelta(seconds=5))

    assert clock.elapsed_s() - started == 5
    assert clock.now() - began == timedelta(seconds=5)
