"""Hamdel's engine: a Persian draft and its conversation in, findings out."""

from coach.conversation import Conversation, Customer, Message
from coach.measure import Counts, measure_negated_verbs
from coach.pack import House, Pack, PackError
from coach.pack_loading import load_pack
from coach.review import ChecklistItem, Review, review_draft
from coach.rules import Finding, Replacement, Rule
from coach.sources import Value
from coach.text import Span
from coach.tone import MovedBy, Tone
from coach.yaml_file import Problem

__all__ = [
    "ChecklistItem",
    "Conversation",
    "Counts",
    "Customer",
    "Finding",
    "House",
    "Message",
    "MovedBy",
    "Pack",
    "PackError",
    "Problem",
    "Replacement",
    "Review",
    "Rule",
    "Span",
    "Tone",
    "Value",
    "load_pack",
    "measure_negated_verbs",
    "review_draft",
]
