"""How fast someone may go: a token bucket with the time as a number. How many may come from where:
a crowd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address, ip_network


class Bucket:
    """Lets `rate` events a second through, and up to one second's worth of them at once."""

    __slots__ = ("_at", "_left", "_rate")

    def __init__(self, rate: float, now: float) -> None:
        self._rate = rate
        self._left = rate
        self._at = now

    def take(self, now: float) -> float:
        """Take one event at `now` (seconds): 0.0 where it may pass, else the seconds to wait."""
        self._left = min(self._rate, self._left + max(0.0, now - self._at) * self._rate)
        self._at = max(self._at, now)
        # A hair of tolerance: whoever waits exactly as long as told must not be told again.
        if self._left >= 1 - 1e-6:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._rate


class Crowd:
    """Counts connections by the address they come from. `exempt`: addresses and networks of
    proxies, who come for many."""

    def __init__(self, most: int, exempt: Iterable[str] = ()) -> None:
        self._most = most
        self._exempt = [ip_network(one) for one in exempt]
        self._inside: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Let one more in; False where that would be too many. Whoever is let in `leave()`s."""
        place = _place(address)
        if self._inside[place] >= self._most and not self._is_exempt(address):
            return False
        self._inside[place] += 1
        return True

    def leave(self, address: str) -> None:
        """One that was let in has gone."""
        place = _place(address)
        self._inside[place] -= 1
        if self._inside[place] <= 0:
            del self._inside[place]

    def _is_exempt(self, address: str) -> bool:
        try:
            known = ip_address(address)
        except ValueError:
            return False
        return any(known in network or _plain(known) in network for network in self._exempt)


def as_they_come(proxies: Iterable[str]) -> list[str]:
    """Addresses and networks, those of IPv4 also as a socket of IPv6 tells them."""
    told: list[str] = []
    for one in proxies:
        told.append(one)
        network = ip_network(one)
        if isinstance(network, IPv4Network):
            told.append(f"::ffff:{network.network_address}/{96 + network.prefixlen}")
    return told


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address of IPv4 that a socket of IPv6 tells as `::ffff:192.0.2.1`."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def _place(address: str) -> str:
    """One who has an IPv6 address has a whole /64 of them."""
    if ":" not in address:
        return address
    try:
        known = _plain(ip_address(address))
        if isinstance(known, IPv4Address):
            return str(known)
        return str(ip_network((address, 64), strict=False))
    except ValueError:
        return address
