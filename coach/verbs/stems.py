"""The stems of Persian verbs: hazm's list of written stems, and what `verbs.json` adds to it.

hazm's list is read as a file and hazm is never imported: its import takes most of a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from coach.persian import key


class Verb(NamedTuple):
    """One verb. Stems stand in proper spelling (with آ), the infinitive as a look-up key."""

    infinitive: str
    preverb: str
    past: str
    presents: tuple[str, ...]
    spoken_pasts: tuple[str, ...]
    spoken_presents: tuple[str, ...]
    common: bool
    without_prefix: str
    """Which present forms stand without prefix: "" none, "written", or "every"."""
    takes_object: bool


@cache
def verb_data() -> dict[str, Any]:
    """The content of `verbs.json`."""
    return json.loads(Path(__file__).with_name("verbs.json").read_text(encoding="utf-8"))


def _hazm_lines() -> list[str]:
    spec = find_spec("hazm")
    places = (spec.submodule_search_locations if spec else None) or ()
    for place in places:
        listed = Path(place) / "data" / "verbs.dat"
        if listed.is_file():
            return listed.read_text(encoding="utf-8").split("\n")
    raise FileNotFoundError(
        "hazm's verbs.dat is missing: install the package hazm (0.12.1 or newer)"
    )


def _written_stems() -> dict[str, list[str]]:
    """Past stem to present stems, common verbs first."""
    data = verb_data()
    dropped = set(data["dropped"])
    stems: dict[str, list[str]] = {past: [] for past in data["common"]}
    for line in _hazm_lines():
        past, _, present = line.strip().partition("#")
        usable = line.strip() not in dropped and " " not in line and not past.endswith("ن")
        if past and usable and (past in stems or len(present) > 2):
            stems.setdefault(past, []).append(present)
    for past, presents in data["added"].items():
        stems.setdefault(past, []).extend(presents)
    return stems


def _spoken_stems(past: str, presents: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The spoken past and present stems: those listed, and ـوند / ـون for ـاند / ـان."""
    listed = verb_data()["spoken"].get(past, {})
    pasts = list(listed.get("past", ()))
    spoken = list(listed.get("present", ()))
    if past.endswith("اند"):
        pasts.append(past[:-3] + "وند" if past != "خواند" else "خوند")
        spoken += ["خون" if s == "خوان" else s[:-2] + "ون" for s in presents if s.endswith("ان")]
    return tuple(pasts), tuple(spoken)


def _simple_verb(past: str, presents: tuple[str, ...], common: bool) -> Verb:
    bare = verb_data()["without_prefix"]
    which = next((name for name in ("every", "written") if past in bare[name]), "")
    pasts, spoken = _spoken_stems(past, presents) if common else ((), ())
    takes_object = common and past not in verb_data()["without_object"]
    return Verb(key(past + "ن"), "", past, presents, pasts, spoken, common, which, takes_object)


def _with_preverb(preverb: str, verb: Verb, infinitive: str | None) -> Verb:
    name = key(infinitive or preverb + verb.infinitive)
    return verb._replace(infinitive=name, preverb=preverb, without_prefix="written")


def _verbs() -> Iterator[Verb]:
    data = verb_data()
    common = frozenset(data["common"])
    preverbs = tuple(sorted({entry[0] for entry in data["preverbs"]}))
    stems = _written_stems()
    for past, presents in stems.items():
        carries_preverb = past not in common and any(
            past.startswith(preverb) and past[len(preverb) :] in stems for preverb in preverbs
        )
        if not carries_preverb:
            yield _simple_verb(past, tuple(presents), past in common)
    for preverb, past, *infinitive in data["preverbs"]:
        base = _simple_verb(past, tuple(stems[past]), common=True)
        yield _with_preverb(preverb, base, infinitive[0] if infinitive else None)


@cache
def all_verbs() -> tuple[Verb, ...]:
    """Every verb, the common ones first. Raises FileNotFoundError where hazm's list is missing."""
    return tuple(_verbs())
