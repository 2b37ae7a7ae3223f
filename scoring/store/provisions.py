"""What people decide about the provision: a look ahead, and customers assessed one by one. They happen as every decision
of a workspace does (`scorecards.happen`), so that the journal repeats them."""

from __future__ import annotations

CHANGES: dict[str, tuple[str, ...]] = {
    "provision_factor": (
        "INSERT INTO provision_factor VALUES ($factor_id, $factor, $reason, $by, $moment, $from_date)",
    ),
    "provision_decision": (
        "INSERT INTO provision_decision VALUES ($decision_id, $customer_id, $share, $reason, $by, $moment, $from_date, "
        "NULL, NULL)",
    ),
    "provision_decision_ended": (
        "UPDATE provision_decision SET ended_by = $by, ended_on = $ended_on WHERE decision_id = $decision_id",
    ),
}
"""What each kind of event does; its detail binds the parameters, `moment` is when it happened."""
