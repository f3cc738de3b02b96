"""The phrase library: good wordings by moment and answers to frequent questions, at hand."""

from coach.phrases.entries import PhraseEntry, Phrases, is_filling, schema
from coach.phrases.filling import TOLD, Filled, Filling
from coach.phrases.fitting import Fitting
from coach.phrases.importing import COLUMNS, Imported, import_phrases
from coach.phrases.library import Library
from coach.phrases.phrase import MOMENTS, Moment, Phrase

__all__ = [
    "COLUMNS",
    "MOMENTS",
    "TOLD",
    "Filled",
    "Filling",
    "Fitting",
    "Imported",
    "Library",
    "Moment",
    "Phrase",
    "PhraseEntry",
    "Phrases",
    "import_phrases",
    "is_filling",
    "schema",
]
