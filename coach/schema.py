"""JSON Schemas of rule, team and lexicon files, for editors that complete and underline."""

from __future__ import annotations

from typing import Any

from coach.phrases import schema as schema_of_phrases
from coach.rule_entries import RuleEntry, SetEntry
from coach.team_file import TeamEntry

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, Any]]:
    """The schemas by kind of file: `rule`, `team`, `lexicon`, `phrases`."""
    lexicon = SetEntry.model_json_schema()
    phrases = lexicon["properties"]["phrases"]
    sets = {"anyOf": [phrases, {key: lexicon[key] for key in lexicon if key != "$defs"}]}
    name = {"pattern": "^[a-z][a-z0-9-]{0,60}$"}
    return {
        "rule": {"$schema": _DIALECT, **RuleEntry.model_json_schema(by_alias=True)},
        "team": {"$schema": _DIALECT, **TeamEntry.model_json_schema(by_alias=True)},
        "lexicon": {
            "$schema": _DIALECT,
            "title": "LexiconFile",
            "type": "object",
            "propertyNames": name,
            "additionalProperties": sets,
        },
        "phrases": {"$schema": _DIALECT, **schema_of_phrases()},
    }
