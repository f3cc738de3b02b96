"""Section D: the flow of the conversation. Nudges: what to say when, if nothing happens before.

A check is given its rule and a `Moment`, and gives `Due`s: nudges that are due now or later. It
reads no clock. What was told already it need not say again: `coach.nudging` knows.
"""

from __future__ import annotations
