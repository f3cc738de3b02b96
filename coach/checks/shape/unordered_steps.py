"""unordered-steps: three or more instructions run together in one paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from coach.checks.wording.serving import serves
from coach.cues import Cue, Cues
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import NONE, Span
from coach.verbs import analyse, inflect

_TOLD = frozenset(("imperative", "subjunctive"))
_OPENERS = ("step-opener", "duty")
_SHOWN = _TOLD | {"present"}
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """A paragraph with `limits.steps` (3) or more verbs that tell the customer what to do."""
    least = rule.limits.get("steps", 3)
    if len(scene.cues["chain-word"]) >= least:
        yield from _chains(scene, least)
    if sum(len(scene.cues[name]) for name in ("told", "shown", "led")) < least:
        return
    for first, last in _paragraphs(scene):
        steps = _apart(w for w in range(first, last) if _instructs(scene, w, _TOLD))
        if steps:
            steps = sorted({*steps, *_leading_to(scene, first, steps)})
        if len(steps) < least:
            steps = _told_as_story(scene, first, last, least)
        if len(steps) >= least:
            opening, pieces = _pieces(scene, first, steps)
            span = Span(scene.text.starts[opening], pieces[-1].end)
            led = any(scene.cues.within("led", step, step + 1) for step in steps)
            loose = led or any(_runs_on(scene, piece) for piece in pieces)
            numbered = None if loose else _numbered(scene, opening, pieces, _polite(scene, steps))
            yield Mark(span, None, () if numbered is None else (Replacement(numbered),))


def _chains(scene: Scene, least: int) -> Iterator[Mark]:
    """Steps named without a verb: «اول تنظیمات، بعد شبکه، آخرش فراموشی شبکه»."""
    text = scene.text
    for sentence in text.sentences:
        words = range(sentence.first, sentence.last)
        if any(f.person for w in words for f in analyse(text.keys[w])) or "؟" in sentence.closing:
            continue
        clauses = sorted({text.clause_of(word) for word in words})
        linked = [c for c in clauses if scene.cues.within("chain-word", c[0], c[0] + 1)]
        if len(linked) >= least and len(clauses) - len(linked) < least:
            _, pieces = _pieces(scene, sentence.first, [last - 1 for _, last in clauses])
            offered = Replacement(_numbered(scene, sentence.first, pieces, {}))
            yield Mark(text.span(sentence.first, sentence.last), None, (offered,))


def _paragraphs(scene: Scene) -> Iterator[tuple[int, int]]:
    """First word and end of each line."""
    text, first = scene.text, 0
    for at in (at for at, mark in text.marks if mark == "\n"):
        word = bisect_left(text.starts, at)
        if word > first:
            yield first, word
            first = word
    if first < len(text.keys):
        yield first, len(text.keys)


def _told_as_story(scene: Scene, first: int, last: int, least: int) -> list[int]:
    """Steps told in the present tense («می‌رید تو تنظیمات، می‌زنید»): in one sentence alone."""
    for sentence in scene.text.sentences:
        if first <= sentence.first < last:
            words = range(sentence.first, sentence.last)
            steps = _apart(word for word in words if _instructs(scene, word, _SHOWN))
            if len(steps) >= least:
                return steps
    return []


def _leading_to(scene: Scene, first: int, steps: list[int]) -> Iterator[int]:
    """Participles that lead to a step, as letters have it: «به تنظیمات رفته، … را زده و … کنید»."""
    text = scene.text
    for word in (cue.last - 1 for cue in scene.cues["led"] if first <= cue.first < steps[-1]):
        same = text.sentence_index(word) == text.sentence_index(steps[-1])
        linked = text.breaks[word + 1] != NONE or scene.cues.within(
            "step-opener", word + 1, word + 2
        )
        if same and linked and not scene.cues.within("no-step", word, word + 1):
            yield word


def _apart(steps: Iterable[int]) -> list[int]:
    """Two verbs in a row («بیا بگو») are one step."""
    found: list[int] = []
    for step in steps:
        if found and found[-1] == step - 1:
            found[-1] = step
        else:
            found.append(step)
    return found


def _instructs(scene: Scene, word: int, tenses: frozenset[str]) -> bool:
    """Is the word a verb that tells the customer to do something?"""
    text, cues = scene.text, scene.cues
    if text.kinds[word] != "w" or text.is_quoted(word):
        return False
    forms = [f for f in analyse(text.keys[word]) if f.person in (2, 5) and not f.negative]
    if not any(form.tense in tenses for form in forms):
        return False
    barred = cues.within("no-step", word, word + 1)
    if (barred and not cues.within("polite-step", word, word + 1)) or _is_offered(cues, word):
        return False
    sentence = text.sentence_of(word)
    if "؟" in sentence.closing or "?" in sentence.closing:
        return False
    if serves(Cue(word, word + 1), sentence, scene):
        return False
    if cues.within("other-way", text.clause_of(word)[0], word):
        return False
    becoming = all(form.infinitive == "شدن" for form in forms)
    return not becoming or cues.within("step-becoming", word, word + 1)


def _is_offered(cues: Cues, word: int) -> bool:
    """Is it the last order of an offer of help («… گیر کردین، بگین تا درستش کنم»)?"""
    told = [cue.first for cue in cues["told"]]
    if any(cue.last == word + 1 for cue in cues["bids-tell"]):
        return True
    return any(
        cue.first < word < cue.last
        and cue.last - cue.first > 2
        and not any(word < at < cue.last for at in told)
        for cue in cues["offer"]
    )


def _pieces(scene: Scene, first: int, steps: list[int]) -> tuple[int, list[Span]]:
    """The first word, and the words of each step without «و», «بعد» and «باید» before it."""
    text = scene.text
    opening = start = max(first, text.sentence_of(steps[0]).first)
    found: list[Span] = []
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        while start < step:
            openers = (c for name in _OPENERS for c in scene.cues[name])
            opener = next((c for c in openers if c.first == start), None)
            if opener is None or opener.last > step:
                break
            start = opener.last
        end = _end_of_step(scene, step, following)
        found.append(text.span(start, end))
        start = end
    return opening, found


def _end_of_step(scene: Scene, step: int, following: int | None) -> int:
    """Behind the verb of a step, and behind what its clause still says («برین تو منو، …»)."""
    text, end = scene.text, step + 1
    last = text.sentence_of(step).last if following is None else following
    while end < last and text.breaks[end] == NONE:
        if scene.cues.within("step-opener", end, end + 1) or analyse(text.keys[end]):
            break
        end += 1
    return step + 1 if end == following else end


def _runs_on(scene: Scene, piece: Span) -> bool:
    """Does a step reach over the end of a sentence? Then more is told there than steps."""
    text = scene.text
    first, last = bisect_left(text.starts, piece.start), bisect_left(text.starts, piece.end)
    return text.sentence_index(first) != text.sentence_index(last - 1)


def _polite(scene: Scene, steps: list[int]) -> dict[Span, str]:
    """The verbs of the steps that say «تو», each in the polite plural; none where one has none."""
    text = scene.text
    found: dict[Span, str] = {}
    for step in steps:
        forms = analyse(text.keys[step])
        if any(form.person == 5 for form in forms):
            continue
        form = next((f for f in forms if f.person == 2 and f.tense in _TOLD and not f.clitic), None)
        plural = form and inflect(
            form.infinitive, person=5, tense="imperative", spoken=scene.spoken
        )
        if not plural:
            return {}
        found[text.span(step, step + 1)] = plural
    return found


def _numbered(scene: Scene, opening: int, pieces: list[Span], verbs: dict[Span, str]) -> str:
    """The steps as a numbered list, with other words for some of the verbs."""
    raw = scene.text.raw

    def said(piece: Span) -> str:
        at, parts = piece.start, list[str]()
        for verb, plural in verbs.items():
            if piece.start <= verb.start and verb.end <= piece.end:
                parts += [raw[at : verb.start], plural]
                at = verb.end
        return "".join([*parts, raw[at : piece.end]]).strip()

    lines = [
        f"{str(number).translate(_PERSIAN_DIGITS)}. {said(piece)}"
        for number, piece in enumerate(pieces, 1)
    ]
    ahead = raw[: scene.text.starts[opening]].strip()
    return ("\n" if ahead else "") + "\n".join(lines)
