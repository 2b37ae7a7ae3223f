"""Scenarios that were saved. They change through events alone, so that a rebuild from the journal brings them back."""

from __future__ import annotations

CHANGES: dict[str, tuple[str, ...]] = {
    "scenario_saved": (
        "UPDATE scenario SET deleted_by = $author, deleted_at = $moment WHERE name = $name AND deleted_at IS NULL",
        "INSERT INTO scenario VALUES ($scenario_id, $name, $file, $author, $moment, NULL, NULL)",
    ),
    "scenario_deleted": (
        "UPDATE scenario SET deleted_by = $by, deleted_at = $moment WHERE scenario_id = $scenario_id",
    ),
    "scenario_restored": (
        "UPDATE scenario SET deleted_by = $by, deleted_at = $moment "
        "WHERE deleted_at IS NULL AND name = (SELECT name FROM scenario WHERE scenario_id = $scenario_id)",
        "UPDATE scenario SET deleted_by = NULL, deleted_at = NULL WHERE scenario_id = $scenario_id",
    ),
}
"""What each kind of event does; its detail binds the parameters, `moment` is when it happened. Of a name, at most one
scenario is not deleted: what is saved or brought back under it takes its place."""
