"""Settings: one table, told in the documents, and no dangerous start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from app.origins import origin_allowed
from app.settings import PREFIX, Settings, SettingsError, default_database

SECRET = "x" * 32
PAGES = "https://desk.example.com, https://help.example.com:8443"


def complaint(**env: str) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.read(env)
    return str(caught.value)


def test_by_default_open_on_the_loopback() -> None:
    settings = Settings.read({})
    assert settings.open and settings.on_loopback and settings.port == 8000
    assert settings.database == default_database()


def test_variables_and_what_was_given() -> None:
    env = {"HAMDEL_PORT": "9000", "HAMDEL_DRAFT_CHARS": "", "PATH": "x"}
    assert Settings.read(env).port == 9000
    assert Settings.read(env, port="9001", host=None).port == 9001
    assert Settings.read(env).draft_chars == 5000, "an empty variable counts as unset"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "desk.example.com"])
def test_another_address_needs_a_secret_and_the_pages(host: str) -> None:
    told = complaint(HAMDEL_HOST=host)
    assert "HAMDEL_SECRET" in told and "HAMDEL_ORIGINS" in told
    assert "HAMDEL_ORIGINS" in complaint(HAMDEL_HOST=host, HAMDEL_SECRET=SECRET)
    assert "HAMDEL_SECRET" in complaint(HAMDEL_HOST=host, HAMDEL_ORIGINS=PAGES)
    read = Settings.read({"HAMDEL_HOST": host, "HAMDEL_SECRET": SECRET, "HAMDEL_ORIGINS": PAGES})
    assert read.origins == ("https://desk.example.com", "https://help.example.com:8443")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.5", "localhost", "::1"])
def test_the_loopback_needs_neither(host: str) -> None:
    assert Settings.read({"HAMDEL_HOST": host}).on_loopback


def test_a_short_secret_is_refused_and_not_repeated() -> None:
    told = complaint(HAMDEL_SECRET="hunter2-hunter2")
    assert "32" in told and "hunter2" not in told
    assert SECRET not in repr(Settings.read({"HAMDEL_SECRET": SECRET}))


@pytest.mark.parametrize("origin", ["*", "desk.example.com", "https://a.example/path", "null"])
def test_an_origin_is_a_scheme_and_a_host(origin: str) -> None:
    assert "HAMDEL_ORIGINS" in complaint(HAMDEL_ORIGINS=origin, HAMDEL_SECRET=SECRET)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://a:hunter2@host/db",
        "hunter2",
        "postgresql://a:hunter2@host",
        "postgresql://a:hunter2[@host/db",
        "postgresql://a:hunter2\u2100@host/db",
    ],
)
def test_a_database_of_another_kind_is_refused_and_not_repeated(address: str) -> None:
    told = complaint(HAMDEL_DATABASE_URL=address)
    assert "postgresql://user" in told and "hunter2" not in told


def test_the_databases_address_is_told_without_its_password() -> None:
    settings = Settings.read({"HAMDEL_DATABASE_URL": "postgresql://a:hunter2@db.example:5433/desk"})
    assert settings.keeps_in == "postgresql://a:hunter2@db.example:5433/desk"
    assert settings.keeps_in_told == "postgresql://db.example:5433/desk"
    assert "hunter2" not in repr(settings)
    settings = Settings.read({"HAMDEL_DATABASE_URL": "postgresql://a:hun/ter2@db.example/desk"})
    assert settings.keeps_in_told == "postgresql://db.example/desk"


def test_all_mistakes_are_told_at_once_with_what_they_mean() -> None:
    told = complaint(HAMDEL_PORT="http", HAMDEL_PROT="1", HAMDEL_EVENT_BYTES="1")
    assert "HAMDEL_PORT" in told and "HAMDEL_EVENT_BYTES" in told
    assert "HAMDEL_PROT is not a setting" in told
    assert "The port" in told


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:3000", True),
        ("http://[::1]:8000", True),
        ("https://desk.example.com", True),
        ("https://desk.example.com.evil.example", False),
        ("http://desk.example.com", False),
        ("https://evil.example", False),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://[::1", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("javascript://localhost", False),
        ("chrome-extension://localhost", False),
        ("chrome-extension://abcdefghijklmnopabcdefghijklmnop", False),
        ("http://user@localhost", False),
        ("http://localhost/page", False),
        ("http://localhost:port", False),
    ],
)
def test_which_pages_may_use_it_on_the_loopback(origin: str | None, allowed: bool) -> None:
    settings = Settings.read({"HAMDEL_ORIGINS": PAGES})
    assert origin_allowed(origin, settings.origins, settings.on_loopback) is allowed


def test_elsewhere_only_the_named_pages_may() -> None:
    settings = Settings.read(
        {"HAMDEL_HOST": "0.0.0.0", "HAMDEL_SECRET": SECRET, "HAMDEL_ORIGINS": PAGES}
    )
    assert origin_allowed("https://desk.example.com", settings.origins, settings.on_loopback)
    assert not origin_allowed("http://localhost:3000", settings.origins, settings.on_loopback)
    assert not origin_allowed("http://127.0.0.1:8000", settings.origins, settings.on_loopback)


def test_an_extension_may_where_it_is_named() -> None:
    named = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
    settings = Settings.read({"HAMDEL_ORIGINS": f"{PAGES},{named}"})
    assert origin_allowed(named, settings.origins, settings.on_loopback)
    assert not origin_allowed(named[:-1], settings.origins, settings.on_loopback)


def test_the_document_tells_every_setting_and_no_other(root: Path) -> None:
    """docs/operations.md has this table: names, defaults and sentences."""
    text = (root / "docs" / "operations.md").read_text("utf-8")
    rows = {
        name: (default.strip(" `"), sentence)
        for name, default, sentence in re.findall(
            rf"^\| `({PREFIX}\w+)` \|([^|]*)\| (.*) \|$", text, re.MULTILINE
        )
    }
    assert rows.keys() == {PREFIX + name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default, sentence = rows[PREFIX + name.upper()]
        assert sentence == field.description
        if field.default_factory is None:
            shown = "" if field.default in (None, ()) else str(field.default)
            assert default == shown, name


def test_what_is_deployed_sets_settings_that_there_are(root: Path) -> None:
    """The Dockerfile's and compose.yaml's variables; and they hold together as they stand."""
    compose = (root / "compose.yaml").read_text("utf-8")
    others = (root / name for name in ("Dockerfile", "docs/kubernetes.md"))
    deployed = compose + "".join(other.read_text("utf-8") for other in others)
    named = {name.removeprefix(PREFIX).lower() for name in re.findall(rf"{PREFIX}\w+", deployed)}
    assert named <= Settings.model_fields.keys()
    given = yaml.safe_load(re.sub(r"\$\{(\w+):[^}]*\}", r"\1", compose))["services"]["coach-1"]
    assert given["read_only"] and given["cap_drop"] == ["ALL"]
    environment = {name: value for name, value in given["environment"].items() if "HAMDEL" in name}
    environment |= {"HAMDEL_HOST": "0.0.0.0", "HAMDEL_SECRET": SECRET, "HAMDEL_ORIGINS": PAGES}
    settings = Settings.read(environment)
    assert settings.keeps_in_told == "postgresql://postgres/hamdel" and settings.proxies
