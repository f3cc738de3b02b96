"""A set of keys: each good for its own algorithm, none that is weak, and changed while it runs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.auth import Unauthorized, identify
from app.gate import Gate
from app.keys import Keys, KeysError
from app.metrics import Metrics
from app.settings import Settings
from tests.app.places import Place
from tests.app.running import SECRET, token
from tests.app.signing import KINDS, Signer, private_of, signer, write_keys
from tests.serving import plain_environment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def of_every_kind() -> list[Signer]:
    return [signer(f"key-{kind}", kind) for kind in KINDS]


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_of_each_kind_of_key_holds(kind: str, file: Path) -> None:
    keys = Keys.read(None, write_keys(file, *(one.public for one in of_every_kind())))
    found = identify(signer(f"key-{kind}", kind).token(role="admin"), keys, "hamdel")
    assert (found.agent, found.role, found.kid) == ("a-17", "admin", f"key-{kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_holds_for_the_key_that_it_names_alone(kind: str, file: Path) -> None:
    """Another key of the same kind, no key, one that is not there, one that is a path."""
    mine = signer(f"key-{kind}", kind)
    write_keys(file, *(one.public for one in of_every_kind()), signer("other", kind).public)
    keys = Keys.read(SECRET, file)
    for kid in ("other", "gone", "../keys.json", "", *(one.kid for one in of_every_kind())):
        wrong = Signer(kid, kind, mine.private, mine.public)
        if kid == mine.kid:
            assert identify(wrong.token(), keys)
            continue
        with pytest.raises(Unauthorized):
            identify(wrong.token(), keys)
    with pytest.raises(Unauthorized):
        identify(mine.token(), Keys.read(SECRET))


def forged(header: dict[str, Any], secret: bytes) -> str:
    """Signed by hand: the libraries refuse to."""
    claims = {"sub": "a-17", "aud": "hamdel", "exp": time.time() + 600}
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (header, claims)
    ]
    signature = hmac.new(secret, b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.mark.parametrize("kind", ["RS256", "ES256", "EdDSA"])
def test_a_public_key_is_no_secret(kind: str, file: Path) -> None:
    """The old trick: HS256 with the public key as the secret; and a key that comes along."""
    mine = signer(f"key-{kind}", kind)
    keys = Keys.read(None, write_keys(file, mine.public))
    public = mine.private.public_key()
    shapes = [public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)]
    shapes += [shapes[0].strip(), json.dumps(mine.public).encode()]
    thief = signer("thief", kind)
    for wrong in (
        *(forged({"alg": "HS256", "kid": mine.kid}, shape) for shape in shapes),
        forged({"alg": "none", "kid": mine.kid}, b""),
        forged({"alg": "HS256", "kid": mine.kid, "jwk": thief.public}, b"x" * 32),
        forged({"alg": "HS256", "kid": ["a"]}, b"x" * 32),
        forged({"alg": "HS256", "kid": mine.kid, "crit": ["exp"]}, shapes[0]),
    ):
        with pytest.raises(Unauthorized):
            identify(wrong, keys)


def weak_and_broken() -> dict[str, Any]:
    rsa, secret = signer("r", "RS256").public, signer("s", "HS256").public
    return {
        "1024 bits": [signer("weak", "RS256", 1024).public],
        "a short secret": [{"kty": "oct", "kid": "x", "k": "c2hvcnQ"}],
        "an empty secret": [{"kty": "oct", "kid": "x", "k": ""}],
        "a private key": [private_of(signer("key-ES256", "ES256"))],
        "another curve": [{**signer("e", "ES256").public, "crv": "P-384"}],
        "another algorithm": [{**rsa, "alg": "HS256"}],
        "no algorithm": [{**secret, "alg": "none"}],
        "no kid": [{name: rsa[name] for name in rsa if name != "kid"}],
        "twice": [rsa, {**secret, "kid": "r"}],
        "cut": [{**rsa, "n": rsa["n"][:-4] + "!!"}, {"kty": "RSA", "kid": "x"}],
        "no keys": [],
        "a word": ["key"],
    }


@pytest.mark.parametrize("wrong", weak_and_broken())
def test_a_weak_or_broken_key_is_refused_and_not_quoted(wrong: str, file: Path) -> None:
    file.write_text(json.dumps({"keys": weak_and_broken()[wrong]}), "utf-8")
    with pytest.raises(KeysError, match="HAMDEL_KEYS") as caught:
        Keys.read(SECRET, file)
    assert "c2hvcnQ" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"keys": 7}', b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_set_of_keys_is_refused(content: bytes, file: Path) -> None:
    with pytest.raises(KeysError):
        Keys.read(None, file)
    file.write_bytes(content)
    with pytest.raises(KeysError):
        Keys.read(None, file)


@pytest.mark.parametrize(("language", "command"), [("python", "-"), ("js", "--input-type=module")])
def test_the_documents_examples_make_good_tokens(root: Path, language: str, command: str) -> None:
    text = (root / "docs" / "tokens.md").read_text("utf-8")
    (code,) = re.findall(rf"^```{language} token\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    program = sys.executable if language == "python" else "node"
    made = subprocess.run(
        [program, command],
        input=code,
        env=plain_environment(HAMDEL_SECRET=SECRET),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    found = identify(made.stdout.strip(), Keys.read(SECRET), "hamdel")
    assert (found.agent, found.team, found.role) == ("a-17", "default", "agent")
    assert found.lasts == pytest.approx(8 * 3600 + 60, abs=30)


async def test_keys_are_changed_while_it_runs(
    place: Place, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old, new = signer("2026-10", "ES256"), signer("2026-11", "ES256")
    write_keys(file, old.public)
    settings = Settings.read({"HAMDEL_KEYS": str(file), "HAMDEL_AUDIENCE": "hamdel"})
    assert not settings.open
    metrics = Metrics()
    with place.opened() as store, caplog.at_level(logging.INFO, "hamdel"):
        gate = Gate(settings, store.records, metrics)
        before = gate.identify(old.token())
        write_keys(file, old.public, new.public)
        assert await gate.look() and gate.holds(before)
        after = gate.identify(new.token())
        file.write_text("{", "utf-8")
        assert not await gate.look(), "the last good ones hold"
        assert gate.holds(before) and gate.holds(after)
        write_keys(file, new.public)
        assert await gate.look()
        assert gate.holds(after) and not gate.holds(before)
        for wrong in (old.token(), token(), new.token(lasts=-100), new.token(aud="x")):
            with pytest.raises(Unauthorized):
                gate.identify(wrong)
        store.records.revoke("a-17")
        assert await gate.look()
        assert not gate.holds(after)
        with pytest.raises(Unauthorized, match="revoked"):
            gate.identify(new.token())
        store.records.restore("a-17")
        await gate.look()
        assert gate.identify(new.token())
    assert "keys stay as they were" in caplog.text and "keys read anew" in caplog.text
    for why, count in {"signature": 2, "expired": 1, "audience": 1, "revoked": 1}.items():
        name = "hamdel_tokens_refused_total"
        assert metrics.registry.get_sample_value(name, {"why": why}) == count


@pytest.mark.parametrize("kind", KINDS)
async def test_another_key_of_the_same_name_is_another(
    kind: str, file: Path, tmp_path: Path
) -> None:
    mine, other = signer("mine", kind), signer("other", kind)
    write_keys(file, mine.public)
    settings = Settings.read({"HAMDEL_KEYS": str(file), "HAMDEL_SECRET": SECRET})
    place = Place(tmp_path / "a.db")
    with place.opened() as store:
        gate = Gate(settings, store.records, Metrics())
        found, of_secret = gate.identify(mine.token()), gate.identify(token())
        write_keys(file, mine.public, other.public)
        assert await gate.look() and gate.holds(found), "the same key, read anew"
        write_keys(file, other.public | {"kid": "mine"})
        assert await gate.look() and not gate.holds(found)
        assert gate.holds(of_secret)
        with pytest.raises(Unauthorized):
            gate.identify(mine.token())
    assert SECRET not in repr(of_secret)
