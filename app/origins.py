"""Which pages may use the coach: an origin is compared as a whole, never in part."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

WEB = ("http", "https")
EXTENSIONS = ("chrome-extension", "moz-extension")


def origin_allowed(origin: str | None, named: Collection[str], on_loopback: bool) -> bool:
    """Whether a page may use the coach. No origin: no browser, the token alone decides.

    `named`: the pages of the settings; where the coach listens on the loopback alone, those of
    this machine may too.
    """
    if origin is None or origin in named:
        return True
    if not on_loopback:
        return False
    try:
        parts = urlsplit(origin)
        if (
            not is_plain(parts.scheme, parts.netloc, origin)
            or parts.scheme not in WEB
            or "@" in parts.netloc
            or parts.port == 0
        ):
            return False
        return parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def is_plain(scheme: str, netloc: str, origin: str) -> bool:
    """Is an origin a scheme of the web or of extensions, a host and perhaps a port, no more?"""
    return scheme in (*WEB, *EXTENSIONS) and origin == f"{scheme}://{netloc}"
