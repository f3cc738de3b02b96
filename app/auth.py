"""Who someone is: tokens (JWT) signed by the host's own server, and checked here.

Claims: `sub` (the agent's id, needed), `exp` (needed), `aud`, `team` (`default`), `role` (`agent`),
`name`.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

import jwt

from app.keys import Key, Keys

AUDIENCE = "hamdel"
"""Whom a token is for that says whom it is for, where the settings do not name another."""
ROLES = frozenset({"agent", "lead", "admin"})

_LEEWAY = 60
"""Seconds by which the clocks of the host and of the coach may differ."""

_FAR_AWAY = 2**40
_UNFIT = re.compile("[\x00\ud800-\udfff]")
"""What could be neither stored nor sent back."""


class Unauthorized(Exception):
    """No token, or one that does not hold. `why` is for the metrics: who asks is not told."""

    def __init__(self, why: str = "unreadable") -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a token speaks for.

    `lasts`: seconds until it runs out; None: it does not. `kid`: the key that signed it.
    `name`: what the agent is called, where that was told. `key`: what stood under `kid` then.
    """

    agent: str
    team: str
    role: str = "agent"
    lasts: float | None = None
    kid: str | None = None
    name: str | None = None
    key: Key | None = field(default=None, compare=False, repr=False)


def identify(token: str | None, keys: Keys, audience: str | None = None) -> Identity:
    """Check a token; raises `Unauthorized`. `audience`: None where a token need not name one."""
    if not token:
        raise Unauthorized("missing")
    try:
        kid, claims = _claims(token, keys, audience)
    except jwt.ExpiredSignatureError:
        raise Unauthorized("expired") from None
    except jwt.InvalidAudienceError:
        raise Unauthorized("audience") from None
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
        raise Unauthorized("signature") from None
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError, RecursionError):
        raise Unauthorized("unreadable") from None
    agent, team, role = claims["sub"], claims.get("team", "default"), claims.get("role", "agent")
    if not all(_is_a_name(claim) for claim in (agent, team, role)) or role not in ROLES:
        raise Unauthorized("claims")
    lasts = min(int(claims["exp"]), _FAR_AWAY) + _LEEWAY - time.time()
    name = claims.get("name")
    return Identity(agent, team, role, lasts, kid, name if _is_a_name(name) else None, keys.of(kid))


def _claims(token: str, keys: Keys, audience: str | None) -> tuple[str | None, dict[str, Any]]:
    """The claims of a token that holds, and the `kid` of its key."""
    kid: object = jwt.get_unverified_header(token).get("kid")
    key = keys.of(kid) if kid is None or isinstance(kid, str) else None
    if key is None:
        raise jwt.InvalidSignatureError
    claims: dict[str, Any] = jwt.decode(  # pyright: ignore[reportUnknownMemberType]
        token,
        key.check,
        algorithms=[key.algorithm],
        leeway=_LEEWAY,
        options={"require": ["exp", "sub", *(["aud"] if audience else [])], "verify_aud": False},
    )
    if (audience or "aud" in claims) and not _is_for(claims.get("aud"), audience or AUDIENCE):
        raise jwt.InvalidAudienceError
    return kid if isinstance(kid, str) and kid in keys else None, claims


def _is_for(named: object, audience: str) -> bool:
    return named == audience or (isinstance(named, list) and audience in named)


def _is_a_name(claim: object) -> bool:
    return isinstance(claim, str) and 0 < len(claim) <= 200 and not _UNFIT.search(claim)


def bearer(header: str | None) -> str | None:
    """The token of an `Authorization: Bearer …` header."""
    scheme, _, token = (header or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
