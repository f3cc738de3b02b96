"""Which scenario holds in which editor; writes the table of it into the documents.

`python -m tests.browser.conformance` writes; `test_embedding.py` holds the documents to it, and
`test_editors.py` the editors.
"""

from __future__ import annotations

from tests.browser.desk import FIELDS, NAMES, ROOT, versions
from tests.browser.life import LIFE
from tests.browser.scenarios import SCENARIOS

Cell = tuple[str, str]

EVERY = [*SCENARIOS, *LIFE]

BEGIN = "<!-- conformance: written by `make conformance` -->"
END = "<!-- conformance ends -->"
DOCUMENTS = [ROOT / "docs" / "embedding.md"]
TITLES = {
    "textarea": "`<textarea>`",
    "input": "`<input>`",
    "contenteditable": "`contenteditable`",
    "prosemirror": "ProseMirror",
    "tiptap": "TipTap",
    "quill": "Quill",
    "lexical": "Lexical",
    "ckeditor5": "CKEditor 5",
    "slate": "Slate",
    "draft-js": "Draft.js",
    "codemirror6": "CodeMirror 6",
    "tinymce": "TinyMCE",
}
PLAIN = (*FIELDS, "codemirror6")

# (editor, scenario): the editor has no such thing.
ABSENT: dict[Cell, str] = {
    ("input", "lines"): "one line",
    ("input", "breaks"): "one line",
    ("input", "line_broken"): "one line",
    **{(name, "breaks"): "it has lines, no paragraphs" for name in ("textarea", "codemirror6")},
    ("textarea", "wrapped"): "fifteen layouts of it are compared on their own",
    ("input", "wrapped"): "lines that are long, zoomed, padded are compared on their own",
    **{(name, "mentioned"): "plain text" for name in PLAIN},
    **{
        (name, "mentioned"): "mentions are text in it"
        for name in ("lexical", "ckeditor5", "draft-js")
    },
}
# (editor, scenario): it does not work, because.
KNOWN: dict[Cell, str] = {}


def cells() -> list[Cell]:
    """Every editor with every scenario that it has, one editor after the other."""
    every = [(editor, one.__name__) for editor in NAMES for one in EVERY]
    return [cell for cell in every if cell not in ABSENT]


def table() -> str:
    """The table, with a line for every reason."""
    released = versions()
    reasons: list[str] = []

    def mark(cell: Cell) -> str:
        reason = KNOWN.get(cell) or ABSENT.get(cell)
        if reason is None:
            return "✓"
        if reason not in reasons:
            reasons.append(reason)
        return f"{'✗' if cell in KNOWN else '–'} {reasons.index(reason) + 1}"

    names = [f"{TITLES[name]} {released.get(name, '')}".strip() for name in NAMES]
    head = [f"| | {' | '.join(names)} |", "|---" * (len(NAMES) + 1) + "|"]
    rows = [
        f"| {one.__doc__} | " + " | ".join(mark((name, one.__name__)) for name in NAMES) + " |"
        for one in EVERY
    ]
    notes = [f"{number}. {reason}" for number, reason in enumerate(reasons, 1)]
    return "\n".join([*head, *rows, "", *notes])


def written(document: str) -> str:
    """The document with the table as it is now."""
    before, rest = document.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


def main() -> None:
    """Writes the table into the documents."""
    for path in DOCUMENTS:
        path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
