"""What a partner's client may be registered for, and what it was: its own gate, before the policy's."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.policy.table import BY_ROLE
from auth.roles import Role

OFFERED: tuple[Action, ...] = tuple(action for action in Action if (action, Role.INTEGRATION) in BY_ROLE)
"""What a client can be registered for at all: the policy gives its role nothing else."""


def registered_actions(account: Mapping[str, Any]) -> frozenset[Action]:
    """Return the actions that a client was registered for; none where none were stored, or the policy has dropped them."""
    stored = set(account.get("client_actions") or ())
    return frozenset(action for action in OFFERED if action.value in stored)
