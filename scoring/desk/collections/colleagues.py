"""Who works in a workspace: everybody who gave a name to a note, a case, a plan, a playbook or a rating.

Whoever imported a file is not among them: an account of the machine may be the same person under another name.
"""

from __future__ import annotations

from scoring.store import Store

NAMED_IN: dict[str, tuple[str, ...]] = {
    "activity": ("owner",),
    "case_move": ("made_by", "owner", "allowed_by"),
    "hand_over": ("made_by", "accepted_by"),
    "override": ("made_by", "lifted_by"),
    "plan": ("made_by",),
    "playbook": ("made_by",),
    "scorecard": ("author", "approved_by"),
    "settlement": ("made_by", "allowed_by"),
}
"""Tables of what people did, with the columns that name somebody of ours."""


def colleagues(store: Store) -> set[str]:
    """Everybody's name as typed, each once."""
    named = (row[name] for table, columns in NAMED_IN.items() for row in store.rows(table) for name in columns)
    return {str(name).strip() for name in named if name} - {""}
