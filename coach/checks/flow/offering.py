"""What a nudge offers: the rule's wordings, filled in, and a softer version of the draft."""

from __future__ import annotations

from coach.moment import Composing, Moment
from coach.offers import NAME
from coach.rules import Finding, Rule


def phrases(rule: Rule, moment: Moment, **fields: str) -> tuple[str, ...]:
    """The rule's wordings in the register that suits the customer, with the name and the given
    fields in them; what cannot be filled in is not offered."""
    name = moment.talk.names.address(moment.spoken)
    known = fields if name is None else {**fields, NAME.strip("{}"): name}
    found = [
        _filled(wording.spoken if moment.spoken else wording.formal, known)
        for wording in rule.wordings
    ]
    return tuple(dict.fromkeys(text for text in found if "{" not in text))


def _filled(text: str, fields: dict[str, str]) -> str:
    for name, value in fields.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def softened(draft: Composing) -> str | None:
    """The draft with a replacement for every hard word that has one; None where a hostile one
    would stay."""
    hard = [(f, f.span.start, f.span.end) for f in draft.findings if f.span and _is_hard(f)]
    if any(f.rule == "hostile" and not f.replacements for f, _, _ in hard):
        return None
    text, taken = draft.text, list[tuple[int, int]]()
    gravest_first = sorted(hard, key=lambda one: one[0].rule != "hostile")
    kept: list[tuple[int, int, str]] = []
    for finding, start, end in gravest_first:
        free = not any(start < other_end and other < end for other, other_end in taken)
        if finding.replacements and free:
            taken.append((start, end))
            kept.append((start, end, finding.replacements[0].text))
    for start, end, offered in sorted(kept, reverse=True):
        text = text[:start] + offered + text[end:]
    return text.strip() or None if text != draft.text else None


def _is_hard(finding: Finding) -> bool:
    return finding.severity != "hint"


def hostile_words(draft: Composing) -> tuple[str, ...]:
    """The words of the draft that are remarked on as hostile."""
    return tuple(
        draft.text[finding.span.start : finding.span.end].strip()
        for finding in draft.findings
        if finding.rule == "hostile" and finding.span
    )
