"""The widget's scripts as they are sent: lean, gzipped, asked for once."""

from __future__ import annotations

import gzip
import http.client
from pathlib import Path

import pytest

from app.scripts import lean, script_of
from tests.app.running import Server

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


def fetch(server: Server, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_comments_and_needless_spaces_are_left_out() -> None:
    head = '/** What\n * it is. */\nimport "./a.js";\n\n'
    source = head + '  // Why.\n  const a = "//b  c"; // c\n/** x */\nb();\n'
    assert lean(source) == 'import"./a.js";const a="//b  c";b();'


def test_a_style_sheet_in_a_script_is_made_lean_too() -> None:
    source = "const CSS = `\n.a > .b {\n  color: red;\n  width: calc(1px + 2px);\n}\n`;\n"
    assert lean(source) == "const CSS=`.a>.b{color:red;width:calc(1px + 2px)}`;"


@pytest.mark.parametrize(
    "kept",
    [
        r"const a=/[/*]'\/ {2}/gu.test(b);",
        r"const a=`  // ${b ? '/* */' : c}  \n  d`;",
        "class A{#b=1;static#c=2;get#d(){return#b in this}}",
        "a?.b??=c+ +d- -e;",
        "async()=>{for await(const a of b)yield*c}",
    ],
)
def test_the_words_of_the_language_stay_what_they_are(kept: str) -> None:
    """`tests/browser/test_served.py` proves it of every script of ours."""
    assert lean(kept) == kept


def test_a_script_is_sent_gzipped_to_who_takes_that(server: Server) -> None:
    plain, code = fetch(server, "/widget/draft-coach.js")
    answer, body = fetch(server, "/widget/draft-coach.js", **{"Accept-Encoding": "gzip, br"})
    assert plain.getheader("Content-Encoding") is None
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(body) == code == script_of(FRONTEND / "draft-coach.js").code
    assert answer.getheader("Vary") == "Accept-Encoding"
    assert answer.getheader("Access-Control-Allow-Origin") == "*"


def test_a_script_that_is_known_is_not_sent_again(server: Server) -> None:
    tag = fetch(server, "/widget/define.js")[0].getheader("ETag") or ""
    again, body = fetch(server, "/widget/define.js", **{"If-None-Match": tag})
    assert (again.status, body) == (304, b"")
    assert fetch(server, "/widget/define.js", **{"If-None-Match": '"x"'})[0].status == 200


def test_a_script_that_changed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_text("one();\n", encoding="utf-8")
    first = script_of(path)
    path.write_text("// Now two.\ntwo();\n", encoding="utf-8")
    assert (first.code, script_of(path).code) == (b"one();", b"two();")
