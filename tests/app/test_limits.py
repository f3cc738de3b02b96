"""The bucket that says how fast someone may go, and the crowd that says how many."""

from __future__ import annotations

import pytest

from app.limits import Bucket, Crowd


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


def test_an_address_has_its_places_and_gets_them_back() -> None:
    crowd = Crowd(2)
    assert crowd.enter("192.0.2.1") and crowd.enter("192.0.2.1")
    assert not crowd.enter("192.0.2.1")
    assert crowd.enter("192.0.2.2"), "another is not affected"
    crowd.leave("192.0.2.1")
    assert crowd.enter("192.0.2.1") and not crowd.enter("192.0.2.1")


def test_who_has_many_addresses_is_one() -> None:
    crowd = Crowd(2)
    assert crowd.enter("2001:db8::1") and crowd.enter("2001:db8::2")
    assert not crowd.enter("2001:db8::ffff:1")
    assert crowd.enter("2001:db8:0:1::1")


def test_proxies_come_for_many() -> None:
    crowd = Crowd(1, ["192.0.2.0/24", "2001:db8::9"])
    assert all(crowd.enter(address) for address in ["192.0.2.9"] * 5 + ["2001:db8::9"] * 5)
    assert crowd.enter("198.51.100.1") and not crowd.enter("198.51.100.1")
    assert crowd.enter("") and not crowd.enter(""), "an unknown one is one too"
