"""What an event type allows: which roles, and which role is meant where readers confuse two."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.records import EventType, Role
from kg.rules import read_rules


@dataclass(frozen=True)
class TypeRule:
    """Roles of an event type; ``move`` maps a role it cannot have to the one that is meant."""

    roles: tuple[Role, ...]
    move: dict[str, Role] = field(default_factory=dict)


@dataclass(frozen=True)
class TypeRules:
    """One rule for each event type."""

    Deployment: TypeRule
    Withdrawal: TypeRule
    Presence: TypeRule
    BaseTransfer: TypeRule
    BaseChange: TypeRule
    Mission: TypeRule
    Attack: TypeRule
    Evacuation: TypeRule
    Exercise: TypeRule
    Support: TypeRule
    Agreement: TypeRule
    Meeting: TypeRule
    Request: TypeRule
    Unrest: TypeRule


@cache
def type_rules() -> TypeRules:
    """The rules of ``data/rules/event_types.yaml``."""
    return read_rules(resources.data("rules", "event_types.yaml"), TypeRules)


def allowed_role(kind: EventType, role: str) -> Role | None:
    """The role that an argument of this type has, None where it can have none.

    >>> allowed_role("Withdrawal", "place"), allowed_role("Meeting", "origin")
    ('origin', None)
    """
    rule: TypeRule = getattr(type_rules(), kind)
    return next((r for r in rule.roles if r == role), None) or rule.move.get(role)
