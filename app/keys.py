"""The keys that tokens are signed with: a secret, and a set of keys in a file told apart by `kid`.

Each key is good for one algorithm and no other, whatever a token says of itself: HS256 for a
secret, RS256, ES256 or EdDSA for a public key. Rotation: put the new key into the set, sign with
it, and take the old one out when its last token has run out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

from app.texts import text

SECRET_BYTES = 32
RSA_BITS = 2048
MOST_KEYS = 100
_ALGORITHMS: dict[tuple[Any, Any], str] = {
    ("oct", None): "HS256",
    ("RSA", None): "RS256",
    ("EC", "P-256"): "ES256",
    ("OKP", "Ed25519"): "EdDSA",
}


class KeysError(Exception):
    """The keys cannot be used; its text says why and what to do, and quotes none of them."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the one algorithm that it is good for."""

    algorithm: str
    check: Any
    """What PyJWT checks a signature with."""


class Keys:
    """Keys by their `kid`. `None` is the secret, for tokens that name no key."""

    def __init__(self, keys: dict[str | None, Key]) -> None:
        self._keys = keys

    @classmethod
    def read(cls, secret: str | None, file: Path | None = None) -> Keys:
        """The secret's key and those of a file (a JSON Web Key Set); raises `KeysError`."""
        keys: dict[str | None, Key] = {}
        if secret is not None:
            if len(secret.encode()) < SECRET_BYTES:
                raise KeysError(text("settings", "secret_short", length=len(secret)))
            keys[None] = Key("HS256", secret)
        if file is not None:
            keys |= _of_file(file)
        return cls(keys)

    def __contains__(self, kid: str | None) -> bool:
        return kid in self._keys

    def of(self, kid: str | None) -> Key | None:
        """The key that a token names. Where there is only the secret, a name says nothing."""
        if kid is not None and self._keys.keys() == {None}:
            kid = None
        return self._keys.get(kid)


def _of_file(file: Path) -> dict[str | None, Key]:
    try:
        told: Any = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise _wrong(file, error.strerror or "") from None
    except (ValueError, RecursionError):
        raise _wrong(file, "it is not JSON") from None
    try:
        entries = [dict[str, Any](entry) for entry in told["keys"]]
    except (LookupError, TypeError, ValueError):
        raise _wrong(file, 'it has no list "keys" of keys') from None
    if not 0 < len(entries) <= MOST_KEYS:
        raise _wrong(file, f"it needs 1 to {MOST_KEYS} keys")
    keys: dict[str | None, Key] = {}
    for number, entry in enumerate(entries, 1):
        kid = entry.get("kid")
        if not isinstance(kid, str) or not kid:
            raise _wrong(file, f"key {number} has no kid")
        if kid in keys:
            raise _wrong(file, f"key {number} has the kid of another")
        keys[kid] = _key(entry, file, number)
    return keys


def _key(entry: dict[str, Any], file: Path, number: int) -> Key:
    kind = entry.get("kty")
    curve = entry.get("crv")
    known = isinstance(kind, str) and isinstance(curve, str | None)
    algorithm = _ALGORITHMS.get((kind, curve)) if known else None
    if algorithm is None or entry.get("alg", algorithm) != algorithm:
        raise _wrong(file, f"key {number} is for none of {', '.join(_ALGORITHMS.values())}")
    if kind != "oct" and "d" in entry:
        raise _wrong(file, f"key {number} is private: give the coach the public one alone")
    try:
        made = jwt.PyJWK.from_dict(entry, algorithm)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        raise _wrong(file, f"key {number} cannot be read") from None
    if kind == "oct" and len(made.key) < SECRET_BYTES:
        raise _wrong(file, f"key {number} is shorter than {SECRET_BYTES} bytes")
    if kind == "RSA" and made.key.key_size < RSA_BITS:
        raise _wrong(file, f"key {number} is shorter than {RSA_BITS} bits")
    return Key(algorithm, made.key)


def _wrong(file: Path, wrong: str) -> KeysError:
    return KeysError(text("settings", "keys_wrong", file=file, wrong=wrong))
