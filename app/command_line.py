"""What the commands share: exit statuses, and the way to give up with a sentence."""

from __future__ import annotations

NOTHING, FOUND, FAILED, STOPPED = 0, 1, 2, 130
"""Exit statuses: nothing to mend, something found, could not be done, stopped by Ctrl-C."""


class Failed(Exception):
    """The command cannot be done; its text says why and what to do."""
