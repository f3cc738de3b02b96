"""missing-name: the customer's name is known and the agent has not used it lately."""

from __future__ import annotations

from coach.rules import DONE, DUE, Rule, Scene, State


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where neither the draft nor the two agent messages before it call the customer by name.

    A name that is spelled almost right is used; that it is misspelled is another rule's matter.
    """
    names = scene.names
    if not names.known:
        return None
    texts = [scene.cues, *scene.conversation.agent_recent]
    return DONE if any(names.uses(cues) or names.misspelled(cues) for cues in texts) else DUE
