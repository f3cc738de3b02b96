"""Verb forms: reading them (`analyse`) and writing them (`inflect`)."""

from coach.verbs.reading import Form, analyse, infinitives
from coach.verbs.spelling import inflect

__all__ = ["Form", "analyse", "infinitives", "inflect"]
