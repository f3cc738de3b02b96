"""HTTP: one review without a connection, the rules, health, the pages; and hostile bodies."""

from __future__ import annotations

import json
import re
import socket
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.answers import HttpReview
from tests.app.running import Server, token

NOT_KNOWN = "نمی‌دونم"
MARKER = "marker-that-must-not-come-back"
HTTP_REVIEW: TypeAdapter[Any] = TypeAdapter(HttpReview)


def review(server: Server, **body: Any) -> dict[str, Any]:
    status, answer, _ = server.ask("POST", "/v1/review", {"draft": NOT_KNOWN, **body})
    assert status == 200, answer
    return HTTP_REVIEW.validate_python(answer, strict=True)


def rules_of(answer: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in answer["findings"]}


def test_a_review_without_a_connection(server: Server) -> None:
    answer = review(server, draft=f"😀 {NOT_KNOWN}")
    (finding,) = [one for one in answer["findings"] if one["rule"] == "dont-know"]
    assert finding["span"] == {"start": 3, "end": 3 + len(NOT_KNOWN)}


def test_the_history_the_name_and_what_was_dismissed_count(server: Server) -> None:
    named = {"customer": {"name": "سارا احمدی"}}
    said = [{"author": "customer", "text": "سلام"}]
    assert "missing-name" in rules_of(review(server, **named, messages=said))
    assert "dont-know" not in rules_of(review(server, dismissed=["dont-know"]))


def test_advice_is_in_the_language_that_was_asked_for(server: Server) -> None:
    persian, english = (review(server, lang=lang)["findings"] for lang in ("fa", "en"))
    assert persian[0]["advice"] != english[0]["advice"]
    assert re.search("[a-z]{4}", english[0]["advice"])


def test_a_history_over_the_limit_of_other_bodies_is_welcome(server: Server) -> None:
    said = [{"author": "customer", "text": "سلام، بسته من نرسیده " * 20}] * 400
    assert len(json.dumps(said)) > 200_000
    review(server, messages=said)


def test_lists_are_tried_for_one_review(server: Server) -> None:
    """Accepted with all three; where the rules for them are there, they find."""
    lists = {
        "stale_references": [{"match": "پلن طلایی", "use": "پلن حرفه‌ای"}],
        "preferred_wording": [{"match": "اکانت", "use": "حساب کاربری"}],
        "phone_format": "0XX-XXXXXXXX",
    }
    _, known, _ = server.ask("GET", "/v1/rules")
    ids = {rule["id"] for rule in known["rules"]}
    draft = "پلن طلایی برای اکانت شما فعال شد، 02112345678"
    found = rules_of(review(server, draft=draft, lists=lists))
    for rule in ids & {"stale-reference", "preferred-wording", "phone-format"}:
        assert rule in found
    assert found & {"stale-reference", "preferred-wording"} == (
        ids & {"stale-reference", "preferred-wording"}
    )
    without = rules_of(review(server, draft=draft))
    assert not without & {"stale-reference", "preferred-wording", "phone-format"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"null", None),
        (b"[]", None),
        (b"[" * 60_000, None),
        (b'{"a":' * 10_000, None),
        (b'{"draft": "x", "n": NaN}', None),
        (b'{"draft": "x", "n": 1e400}', None),
        (b'{"draft": "x", "n": -Infinity}', None),
        (b'{"draft": "x", "n": ' + b"9" * 5000 + b"}", None),
        (b'{"draft": "\xff"}', None),
        ('{"draft": "x"}'.encode("utf-16"), None),
        (b'{"draft": "\x00"}', None),
        (b"{}", "draft"),
        (b'{"draft": null}', "draft"),
        (b'{"draft": 7}', "draft"),
        (b'{"draft": ["x"]}', "draft"),
        (b'{"draft": "x", "team": 7}', "team"),
        (b'{"draft": "x", "team": "nobody"}', "team"),
        (b'{"draft": "x", "lang": "de"}', "lang"),
        (b'{"draft": "x", "customer": "x"}', "customer"),
        (b'{"draft": "x", "customer": {"name": 7}}', "customer.name"),
        (b'{"draft": "x", "messages": {}}', "messages"),
        (b'{"draft": "x", "messages": [{"text": "x"}]}', "messages.0.author"),
        (b'{"draft": "x", "messages": [{"author": "x", "text": "x"}]}', "messages.0.author"),
        (b'{"draft": "x", "lists": {"phone_format": 7}}', "lists.phone_format"),
        (b'{"draft": "x", "lists": {"preferred_wording": [{"match": ""}]}}',
         "lists.preferred_wording.0.match"),
    ],
)  # fmt: skip
def test_a_body_that_is_not_right(server: Server, body: bytes, field: str | None) -> None:
    status, answer, _ = server.ask("POST", "/v1/review", body)
    assert status == 422
    assert answer["error"].get("field") == field
    assert answer["error"]["advice"]


def test_surrogates_and_nul_are_read_and_answered(server: Server) -> None:
    for body in (
        rb'{"draft": "\ud800 \u0000", "\udc00": 1}',
        rb'{"draft": "x", "customer": {"name": "\ud83d"}, "messages": []}',
        rb'{"draft": "x", "messages": [{"author": "customer", "text": "\ud83d\ud83d\u0000"}]}',
    ):
        assert server.ask("POST", "/v1/review", body)[0] == 200


def test_a_draft_too_long(server: Server) -> None:
    status, answer, _ = server.ask("POST", "/v1/review", {"draft": "آ" * 5001})
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (
        422,
        "draft_too_long",
        "draft",
    )


@pytest.mark.parametrize(("path", "size"), [("/v1/review", 1_048_577), ("/healthz", 65_537)])
def test_a_body_too_large(server: Server, path: str, size: int) -> None:
    assert server.ask("POST", path, b" " * size)[0] == 413


def test_a_body_too_large_without_a_length(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(b"POST /v1/review HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(40):
                raw.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
        except OSError:
            pass
        assert b" 413 " in raw.recv(4096)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/review"),
        ("GET", f"/v1/rules?lang={MARKER}"),
        ("GET", f"/{MARKER}"),
        ("PUT", "/v1/review"),
        ("GET", f"/widget/{MARKER}.js"),
    ],
)
def test_what_was_sent_is_never_repeated(server: Server, method: str, path: str) -> None:
    body = json.dumps({"draft": [MARKER], MARKER: MARKER}).encode()
    status, answer, headers = server.ask(method, path, body)
    assert 400 <= status < 500
    assert answer.keys() == {"error"}
    assert MARKER not in json.dumps([answer, headers])


def test_tokens_over_http(guarded: Server) -> None:
    body = {"draft": NOT_KNOWN}
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {token()}"}):
        status, answer, told = guarded.ask("POST", "/v1/review", body, **headers)
        assert (status, answer["error"]["code"]) == (401, "unauthorized")
        assert told["www-authenticate"] == "Bearer"
        assert guarded.ask("GET", "/v1/rules", **headers)[0] == 401
    good = {"Authorization": f"Bearer {token('a-http')}"}
    assert guarded.ask("POST", "/v1/review", body, **good)[0] == 200
    assert guarded.ask("GET", "/v1/rules", **good)[0] == 200
    lost = {"Authorization": f"Bearer {token(team='nobody')}"}
    assert guarded.ask("GET", "/v1/rules", **lost)[1]["error"]["code"] == "unknown_team"
    assert guarded.ask("GET", "/healthz")[0] == 200


def test_too_fast_over_http(guarded: Server) -> None:
    headers = {"Authorization": f"Bearer {token('a-fast')}"}
    answers = [guarded.ask("POST", "/v1/review", {"draft": "x"}, **headers) for _ in range(8)]
    assert [status for status, _, _ in answers[:3]] == [200, 200, 200]
    status, answer, told = answers[-1]
    assert (status, answer["error"]["code"]) == (429, "slow_down")
    assert int(told["retry-after"]) >= 1
    other = {"Authorization": f"Bearer {token('a-other')}"}
    assert guarded.ask("POST", "/v1/review", {"draft": "x"}, **other)[0] == 200


def test_open_there_is_no_limit(server: Server) -> None:
    for _ in range(60):
        assert server.ask("POST", "/v1/review", {"draft": "x"})[0] == 200


def test_a_page_from_elsewhere_is_refused_over_http_too(server: Server) -> None:
    status, answer, _ = server.ask(
        "POST", "/v1/review", {"draft": "x"}, Origin="https://evil.example"
    )
    assert (status, answer["error"]["code"]) == (403, "forbidden_origin")
    assert server.ask("POST", "/v1/review", {"draft": "x"}, Origin=server.address)[0] == 200


def test_the_rules(server: Server) -> None:
    _, answer, _ = server.ask("GET", "/v1/rules?lang=en")
    (rule,) = [one for one in answer["rules"] if one["id"] == "dont-know"]
    assert rule.keys() == {
        *("id", "section", "category", "severity", "advice", "why", "source", "examples"),
    }
    assert rule["section"] == "wording"
    assert rule["examples"]["flags"] and rule["examples"]["allows"]
    assert all(isinstance(text, str) for text in rule["examples"]["flags"])
    assert server.ask("GET", "/v1/rules?lang=de")[1]["error"]["field"] == "lang"
    assert server.ask("GET", "/v1/rules?team=nobody")[0] == 422


def test_health_and_readiness(server: Server) -> None:
    assert server.ask("GET", "/healthz")[0] == 200
    status, answer, _ = server.ask("GET", "/readyz")
    assert status == 200
    _, rules, _ = server.ask("GET", "/v1/rules")
    assert answer["pack"] == {"name": "fa", "version": rules["pack"]}


def test_metrics_count(server: Server) -> None:
    def count() -> float:
        _, text, told = server.ask("GET", "/metrics")
        assert told["content-type"].startswith("text/plain")
        return sum(
            float(line.split()[-1])
            for line in text.splitlines()
            if line.startswith('hamdel_events_total{type="draft"}')
        )

    before = count()
    with server.talking() as client:
        client.draft(1, NOT_KNOWN)
        client.hear()
        assert count() == before + 1
        assert "hamdel_connections 1.0" in server.ask("GET", "/metrics")[1]


# ---- pages ----


def test_the_demo_and_its_headers(server: Server) -> None:
    status, page, told = server.ask("GET", "/")
    assert status == 200 and told["content-type"].startswith("text/html")
    policy = told["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>|\son\w+=|\sstyle=|<style", page)


def test_every_file_that_the_demo_names_is_served(server: Server) -> None:
    _, page, _ = server.ask("GET", "/")
    named = re.findall(r'(?:src|href)="(/?widget/[^"]+)"', page)
    assert named
    for path in named:
        status, _, told = server.ask("GET", "/" + path.lstrip("/"))
        assert status == 200, path
        assert told["access-control-allow-origin"] == "*"
        assert told["x-content-type-options"] == "nosniff"


def test_the_widgets_files_and_their_kinds(server: Server) -> None:
    status, _, told = server.ask("GET", "/widget/draft-coach.js")
    assert status == 200 and "javascript" in told["content-type"]
    status, _, told = server.ask("GET", "/widget/fonts/Vazirmatn.woff2")
    assert status == 200 and told["content-type"] == "font/woff2"


@pytest.mark.parametrize(
    "path",
    [
        "/widget/",
        "/widget/README.md",
        "/widget/fonts/OFL.txt",
        "/widget/../app/settings.py",
        "/widget/..%2fapp%2ftexts.yaml",
        "/widget/%2e%2e/pyproject.toml",
        "/widget/.hidden.js",
        "/widget//etc/passwd",
        "/widget/a%00.js",
        "/widget/" + "a" * 5000 + ".js",
        "/docs",
        "/openapi.json",
        "/redoc",
    ],
)
def test_nothing_else_is_served(server: Server, path: str) -> None:
    assert server.ask("GET", path)[0] == 404
