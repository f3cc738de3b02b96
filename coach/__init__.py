"""Hamdel's engine: a Persian draft and its conversation in, findings out."""

from coach.conversation import Conversation, Customer, Message
from coach.doubts import doubts
from coach.hours import Hours
from coach.inherited import inherited_values, overtaken
from coach.measure import Counts, measure_negated_verbs
from coach.moment import Composing, Flow, Told
from coach.nudging import QUIET, Nudge, Outlook, look, tell
from coach.offering import MOST_ASKED, Asked, Offered, offer_phrases
from coach.pack import House, Pack, PackError
from coach.pack_loading import load_pack, shipped_rules
from coach.past import Past
from coach.phrases import COLUMNS, MOMENTS, Imported, Library, Moment, Phrase, import_phrases
from coach.proof import Proof, prove
from coach.rehearsal import Event, Sent, proves, rehearse, with_working_life
from coach.renaming import Renamed, rename
from coach.review import ChecklistItem, Review, review_draft
from coach.rules import Finding, Replacement, Rule
from coach.schema import json_schemas
from coach.sources import Value
from coach.text import Span
from coach.tone import MovedBy, Tone
from coach.trace import Held, Traced, trace_draft
from coach.yaml_file import Problem

__all__ = [
    "COLUMNS",
    "MOMENTS",
    "MOST_ASKED",
    "QUIET",
    "Asked",
    "ChecklistItem",
    "Composing",
    "Conversation",
    "Counts",
    "Customer",
    "Event",
    "Finding",
    "Flow",
    "Held",
    "Hours",
    "House",
    "Imported",
    "Library",
    "Message",
    "Moment",
    "MovedBy",
    "Nudge",
    "Offered",
    "Outlook",
    "Pack",
    "PackError",
    "Past",
    "Phrase",
    "Problem",
    "Proof",
    "Renamed",
    "Replacement",
    "Review",
    "Rule",
    "Sent",
    "Span",
    "Told",
    "Tone",
    "Traced",
    "Value",
    "doubts",
    "import_phrases",
    "inherited_values",
    "json_schemas",
    "load_pack",
    "look",
    "measure_negated_verbs",
    "offer_phrases",
    "overtaken",
    "prove",
    "proves",
    "rehearse",
    "rename",
    "review_draft",
    "shipped_rules",
    "tell",
    "trace_draft",
    "with_working_life",
]
