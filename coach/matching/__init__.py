"""Phrases and how they are found: the notation that leads write, and the matcher.

notation → elements (verb_phrases) → vocabulary, index → matcher, which sends a walk over each text.
"""
