"""The bucket that says how fast someone may go."""

from __future__ import annotations

import pytest

from app.limits import Bucket


def test_a_second_worth_at_once_and_then_one_by_one() -> None:
    bucket = Bucket(10, now=100.0)
    assert [bucket.take(100.0) for _ in range(10)] == [0.0] * 10
    wait = bucket.take(100.0)
    assert wait == pytest.approx(0.1)
    assert bucket.take(100.0 + wait) == 0.0
    assert bucket.take(100.0 + wait) > 0


def test_waiting_long_saves_up_no_more_than_a_second() -> None:
    bucket = Bucket(5, now=0.0)
    passed = sum(bucket.take(1000.0) == 0.0 for _ in range(50))
    assert passed == 5


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    bucket = Bucket(1, now=10.0)
    assert bucket.take(10.0) == 0.0
    assert bucket.take(5.0) == pytest.approx(1.0)
    assert bucket.take(10.5) == pytest.approx(0.5)
