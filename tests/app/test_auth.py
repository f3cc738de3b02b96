"""Tokens: who holds one, and which do not hold."""

from __future__ import annotations

import base64
import json
import math
import time
from typing import Any

import jwt
import pytest

from app.auth import Identity, Unauthorized, bearer, identify
from app.keys import Keys
from tests.app.running import SECRET, token

KEYS = Keys.read(SECRET)


def test_a_token_tells_agent_team_role_and_how_long() -> None:
    found = identify(token("a-17", "sales", lasts=600, role="lead"), KEYS)
    assert (found.agent, found.team, found.role) == ("a-17", "sales", "lead")
    assert found.lasts == pytest.approx(660, abs=5), "a minute of difference is forgiven"


def test_a_token_may_name_the_coach_as_whom_it_is_for() -> None:
    for audience in ("hamdel", ["desk", "hamdel"]):
        assert identify(token("a-17", aud=audience), KEYS).agent == "a-17"


def test_where_an_audience_is_set_every_token_must_name_it() -> None:
    assert identify(token("a-17", aud="desk"), KEYS, "desk").agent == "a-17"
    for wrong in (token(), token(aud="hamdel"), token(aud=[]), token(aud=None)):
        with pytest.raises(Unauthorized) as caught:
            identify(wrong, KEYS, "desk")
        assert caught.value.why in ("audience", "unreadable")


def test_team_and_role_may_be_left_out() -> None:
    found = identify(token("a-17"), KEYS)
    assert (found.team, found.role) == ("default", "agent")


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return (
        ".".join(
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in parts
        )
        + "."
    )


LATER = time.time() + 600


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "nonsense",
        "a.b.c",
        "\ufffd.\ufffd.\ufffd",
        token(lasts=-61),
        token() + "x",
        unsigned({"sub": "a-17", "exp": LATER}),
        jwt.encode({"sub": "a-17", "exp": LATER}, SECRET + "!", "HS256"),
        jwt.encode({"sub": "a-17", "exp": LATER}, SECRET * 2, "HS512"),
        jwt.encode({"sub": "a-17"}, SECRET, "HS256"),
        jwt.encode({"exp": LATER}, SECRET, "HS256"),
        jwt.encode({"sub": "", "exp": LATER}, SECRET, "HS256"),
        jwt.encode({"sub": "a-17", "exp": LATER, "team": 7}, SECRET, "HS256"),
        jwt.encode({"sub": "a-17", "exp": LATER, "team": None}, SECRET, "HS256"),
        jwt.encode({"sub": "a-17", "exp": LATER, "nbf": LATER}, SECRET, "HS256"),
        jwt.encode({"sub": "a-17", "exp": math.inf}, SECRET, "HS256"),
        token(aud="another-service"),
        token(aud=["another-service"]),
        token(aud=7),
        token(role="owner"),
        token(role="Lead"),
        token(role=["lead"]),
        token(role=None),
        jwt.encode({"sub": "a" * 201, "exp": LATER}, SECRET, "HS256"),
        jwt.encode({"sub": "a\ud800", "exp": LATER}, SECRET, "HS256"),
        jwt.encode({"sub": "a-17", "team": "t\x00", "exp": LATER}, SECRET, "HS256"),
    ],
)
def test_what_does_not_hold(given: str | None) -> None:
    with pytest.raises(Unauthorized):
        identify(given, KEYS)


def test_a_token_far_in_the_future_is_only_long() -> None:
    found = identify(jwt.encode({"sub": "a", "exp": 10**300}, SECRET, "HS256"), KEYS)
    assert isinstance(found, Identity) and found.lasts is not None and found.lasts > 10**9


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("Bearer ", None),
        ("Basic abc", None),
        ("abc", None),
        (None, None),
    ],
)
def test_the_authorization_header(header: str | None, found: str | None) -> None:
    assert bearer(header) == found
