"""The wheel stands alone: installed in a clean environment, in another folder, it serves."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import coach_serving, plain_environment

pytestmark = pytest.mark.timeout(300)
WOULD_LEAD_BACK = ("PYTHONPATH", "VIRTUAL_ENV")
PIP_INSTALL = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]


def say(*command: str | Path, cwd: Path) -> str:
    """What a command prints; its failure is the test's, with all that it said."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=plain_environment(*WOULD_LEAD_BACK),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    say(*build, folder, root, cwd=folder)
    (built,) = folder.glob("hamdel-*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clean environment: the pinned requirements, the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    pinned = root / "requirements" / "run.txt"
    say(python, *PIP_INSTALL, "--require-hashes", "-r", pinned, cwd=folder)
    say(python, *PIP_INSTALL, "--no-deps", wheel, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def served(elsewhere: Path) -> Iterator[str]:
    """The address of a coach that was installed from the wheel and is ready."""
    own = plain_environment(*WOULD_LEAD_BACK, HOME=str(elsewhere), XDG_DATA_HOME=str(elsewhere))
    command = [elsewhere / "env" / "bin" / "coach", "serve"]
    with coach_serving(command, elsewhere, own) as address:
        yield address


def test_the_wheel_holds_the_four_rooms_and_no_more(wheel: Path) -> None:
    """Code, rules and widget are inside; tests, caches and development tools are not."""
    names = zipfile.ZipFile(wheel).namelist()
    rooms = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert rooms == {"app", "coach", "frontend", "rules"}
    assert any(name.startswith("rules/wording/") and name.endswith(".yaml") for name in names)
    assert {"frontend/draft-coach.js", "frontend/demo.html", "app/texts.yaml"} <= {*names}
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name]


def test_the_code_comes_from_the_wheel(elsewhere: Path) -> None:
    where = "import app, coach; print(*app.__path__, *coach.__path__)"
    told = say(elsewhere / "env" / "bin" / "python", "-c", where, cwd=elsewhere)
    assert all(str(elsewhere) in path for path in told.split())


def test_it_serves_the_demo_and_the_widget(served: str) -> None:
    assert b"<draft-coach" in fetch(f"{served}/")
    assert b"customElements.define" in fetch(f"{served}/widget/define.js")
    assert b"extends HTMLElement" in fetch(f"{served}/widget/draft-coach.js")


def test_it_reviews_over_http(served: str) -> None:
    question = urllib.request.Request(
        f"{served}/v1/review",
        data=json.dumps({"draft": "نه نمیشه"}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(question, timeout=10) as answer:
        findings = json.load(answer)["findings"]
    assert "blunt-refusal" in {finding["rule"] for finding in findings}


def test_the_command_finds_the_shipped_rules(elsewhere: Path) -> None:
    """A draft with something to mend is told, and the exit status says so."""
    done = subprocess.run(
        [elsewhere / "env" / "bin" / "coach", "review", "نه نمیشه"],
        cwd=elsewhere,
        env=plain_environment(*WOULD_LEAD_BACK),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "blunt-refusal" in done.stdout, done.stderr
    assert done.returncode == 1
