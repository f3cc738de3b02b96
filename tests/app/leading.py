"""A lead at the workbench: what is asked over HTTP, and what comes back."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from tests.app.running import Server

Answer = dict[str, Any]
TEAM = "teams/shop.yaml"
OFF = "# ours\nrules:\n  final-price: {state: off}   # too strict for us\n"
FINAL = "این قیمت نهایی است"


class Lead:
    """Someone who asks the workbench. `token`: None where the coach is open."""

    def __init__(self, server: Server, team: str | None = "shop", token: str | None = None) -> None:
        self.server = server
        self._team = team
        self._token = token

    def ask(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        """The status and what was answered."""
        if self._team is not None:
            query = {"team": self._team, "lang": "en"} | query
        address = f"{self.server.address}/v1/lead{path}?{urllib.parse.urlencode(query)}"
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        raw = (
            body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        )
        request = urllib.request.Request(address, raw, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def get(self, path: str = "", **query: str) -> Any:
        status, answer = self.ask("GET", path, **query)
        assert status == 200, answer
        return answer

    def post(self, path: str, **body: Any) -> Any:
        status, answer = self.ask("POST", path, body)
        assert status == 200, answer
        return answer

    def refused(self, path: str, **body: Any) -> tuple[int, str, Answer]:
        """The status, the code and all that was answered."""
        status, answer = self.ask("POST", path, body)
        assert status >= 400, answer
        assert answer["error"]["advice"]
        return status, answer["error"]["code"], answer

    def text(self, file: str = TEAM) -> Answer:
        return self.get("/file", file=file)

    def check(self, text: str | None, file: str = TEAM, **fields: Any) -> Answer:
        return self.post("/check", file=file, text=text, lang="en", **fields)

    def publish(self, text: str | None, file: str = TEAM, **fields: Any) -> Answer:
        """Publish over what is there now."""
        fields = {"version": self.text(file)["version"], "author": "مینا"} | fields
        return self.post("/publish", file=file, text=text, **fields)

    def fires(self, draft: str) -> set[str]:
        """The rules that agents of the team hear about a draft now."""
        body = {"draft": draft, "team": self._team or "default"}
        status, answer, _ = self.server.ask("POST", "/v1/review", body)
        assert status == 200, answer
        return {finding["rule"] for finding in answer["findings"]}


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
