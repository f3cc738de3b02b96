"""The widget's scripts as they are sent: lean, gzipped, asked for once."""

from __future__ import annotations

import gzip
import http.client
from pathlib import Path

import pytest

from app.scripts import script_of, without_comments
from tests.app.running import Server

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
SCRIPTS = sorted(FRONTEND.rglob("*.js"))


def fetch(server: Server, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_lines_that_are_comments_are_left_out() -> None:
    head = '/** What\n * it is. */\nimport "./a.js";\n\n'
    source = head + '  // Why.\n  const a = "//b"; // c\n/** x */\nb();\n'
    assert without_comments(source) == 'import "./a.js";\n  const a = "//b"; // c\nb();\n'


def test_code_after_a_comment_stays() -> None:
    source = "/** a */ code();\n/** b */\nmore();\n"
    assert without_comments(source) == "/** a */ code();\nmore();\n"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(FRONTEND).as_posix())
def test_every_line_of_code_is_sent(path: Path) -> None:
    """What is left out begins as a comment does; what is kept is there in its order."""
    sent = script_of(path).code.decode().splitlines()
    left = iter(path.read_text(encoding="utf-8").splitlines())
    for line in sent:
        for other in left:
            if other == line:
                break
            assert other.strip() == "" or other.strip().startswith(("/**", "*", "//")), other
        else:
            pytest.fail(line)
    assert not any(line.strip().startswith(("/**", "//")) for line in sent)


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
    assert (first.code, script_of(path).code) == (b"one();\n", b"two();\n")
