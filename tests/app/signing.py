"""Keys of every kind, and tokens signed with them as a host's own server does."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import get_default_algorithms

KINDS = ("HS256", "RS256", "ES256", "EdDSA")


@dataclass(frozen=True)
class Signer:
    """A key with its private half. `public`: what the coach is given."""

    kid: str
    algorithm: str
    private: Any
    public: dict[str, Any]

    def token(self, agent: str = "a-17", lasts: float = 600, **claims: Any) -> str:
        given = {"sub": agent, "aud": "hamdel", "exp": time.time() + lasts, **claims}
        return jwt.encode(given, self.private, self.algorithm, headers={"kid": self.kid})


@cache
def signer(kid: str, algorithm: str, bits: int = 2048) -> Signer:
    if algorithm == "HS256":
        private: Any = f"the secret of {kid}".ljust(32, ".").encode()
        public = private
    else:
        private = {
            "RS256": lambda: rsa.generate_private_key(65537, bits),
            "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
            "EdDSA": ed25519.Ed25519PrivateKey.generate,
        }[algorithm]()
        public = private.public_key()
    return Signer(kid, algorithm, private, _told(algorithm, public) | {"kid": kid})


def _told(algorithm: str, key: Any) -> dict[str, Any]:
    told: dict[str, Any] = get_default_algorithms()[algorithm].to_jwk(key, as_dict=True)
    return {name: value for name, value in told.items() if name != "key_ops"}


def private_of(one: Signer) -> dict[str, Any]:
    return _told(one.algorithm, one.private) | {"kid": one.kid}


def write_keys(file: Path, *keys: dict[str, Any]) -> Path:
    new = file.with_suffix(".new")
    new.write_text(json.dumps({"keys": keys}), "utf-8")
    new.rename(file)
    return file
