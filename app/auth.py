"""Who someone is: tokens signed by the host's own server (JWT, HS256 and nothing else).

Claims: `sub` (the agent's id, needed), `exp` (needed), `team` (`default`), `role` (`agent`).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

import jwt

_LEEWAY = 60
"""Seconds by which the clocks of the host and of the coach may differ."""

_FAR_AWAY = 2**40
_UNFIT = re.compile("[\x00\ud800-\udfff]")
"""What could be neither stored nor sent back."""


class Unauthorized(Exception):
    """No token, or one that does not hold."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a token speaks for. `lasts`: seconds until it runs out; None: it does not."""

    agent: str
    team: str
    role: str = "agent"
    lasts: float | None = None


def identify(token: str | None, secret: str) -> Identity:
    """Check a token; raises `Unauthorized` without saying why, so that nothing can be probed."""
    if not token:
        raise Unauthorized
    try:
        claims: dict[str, Any] = jwt.decode(  # pyright: ignore[reportUnknownMemberType]
            token, secret, algorithms=["HS256"], leeway=_LEEWAY, options={"require": ["exp", "sub"]}
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise Unauthorized from None
    agent, team, role = claims["sub"], claims.get("team", "default"), claims.get("role", "agent")
    if not all(isinstance(claim, str) and 0 < len(claim) <= 200 for claim in (agent, team, role)):
        raise Unauthorized
    if any(_UNFIT.search(claim) for claim in (agent, team, role)):
        raise Unauthorized
    expires = min(int(claims["exp"]), _FAR_AWAY)
    return Identity(agent, team, role, lasts=expires + _LEEWAY - time.time())


def bearer(header: str | None) -> str | None:
    """The token of an `Authorization: Bearer …` header."""
    scheme, _, token = (header or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
