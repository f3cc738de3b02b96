"""Section C: the shape of a draft: its length, bare links, steps run together."""

from __future__ import annotations
