"""The bucket that says how fast someone may go, and the crowd that says how many."""

from __future__ import annotations

import pytest
from uvicorn.middleware.proxy_headers import (
    _TrustedHosts,  # pyright: ignore[reportPrivateUsage]
)

from app.limits import Bucket, Crowd, as_they_come


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


def test_who_comes_over_ipv4_to_a_socket_of_ipv6_is_one_by_one() -> None:
    crowd = Crowd(1, ["192.0.2.0/24", "::ffff:203.0.113.7"])
    assert crowd.enter("::ffff:198.51.100.1") and crowd.enter("::ffff:198.51.100.2")
    assert not crowd.enter("::ffff:198.51.100.1") and not crowd.enter("198.51.100.1")
    crowd.leave("198.51.100.1")
    assert crowd.enter("::ffff:198.51.100.1")
    proxies = ["::ffff:192.0.2.9", "192.0.2.9", "::ffff:203.0.113.7"]
    assert all(crowd.enter(address) for address in proxies * 3)


def test_a_proxy_is_trusted_on_a_socket_of_ipv6_too() -> None:
    given = ["192.0.2.1", "198.51.100.0/24", "2001:db8::9"]
    trusted = _TrustedHosts(as_they_come(given))
    for known in [*given[::2], "::ffff:192.0.2.1", "198.51.100.7", "::ffff:198.51.100.7"]:
        assert known in trusted, known
    for strange in ["192.0.2.2", "::ffff:192.0.2.2", "::ffff:198.51.101.7", "2001:db8::8"]:
        assert strange not in trusted, strange
