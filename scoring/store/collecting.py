"""What people note while they collect. It happens as every decision of a workspace does (`scorecards.happen`), so that the
journal repeats it and no import can lose it."""

from __future__ import annotations

INSERTS: dict[str, tuple[str, str]] = {
    "contact_noted": ("contact", "contact_id, customer_id, name, role, phone, email, decides, note"),
    "activity_noted": (
        "activity",
        "activity_id, customer_id, document_no, done_on, channel, outcome, spoke_with, note, next_step, next_on, owner, "
        "level, step_day, minutes, done_at, next_channel, next_at, override_reason, override_by",
    ),
    "promise_noted": (
        "promise_noted",
        "promise_id, customer_id, document_no, promised_date, promised_amount, currency, made_on, note",
    ),
    "dispute_noted": ("dispute_noted", "dispute_id, customer_id, document_no, opened_date, reason, amount"),
    "dispute_settled": (
        "dispute_end", "dispute_end_id, customer_id, document_no, opened_date, closed_date",
    ),
    "case_moved": (
        "case_move", "move_id, case_id, customer_id, stage, moved_on, owner, evidence, allowed_by, outcome",
    ),
    "case_handed_over": ("hand_over", "hand_over_id, case_id, giver, taker, given_on, reason"),
    "plan_agreed": (
        "plan",
        "plan_id, customer_id, currency, debt, first_payment, instalments, start_on, interest_yearly, note, agreed_on, "
        "documents",
    ),
    "settlement_offered": (
        "settlement",
        "settlement_id, customer_id, currency, documents, claim, pay, pay_by, offered_on, waiting_worth, level, allowed_by, "
        "allowed_why, note",
    ),
    "papers_ticked": (
        "papers_at_hand",
        "papers_id, customer_id, ticked_on, contract, invoice, proof_of_delivery, statement",
    ),
    "base_rate_noted": ("base_rate", "base_rate_id, jurisdiction, valid_from, rate, source"),
    "reason_noted": ("arrears_reason", "reason_id, customer_id, reason, persistence, noted_on, note"),
    "playbook_saved": ("playbook", "version, file, body, reason"),
    "survey_noted": ("survey", "survey_id, customer_id, asked_on, score, note"),
    "clock_event_noted": (
        "clock_event", "clock_event_id, customer_id, document_no, kind, happened_on, evidence",
    ),
    "training_answered": (
        "training_answer", "answer_id, practised_on, sitting, number, size, item, topic, chosen, correct",
    ),
    "experiment_started": (
        "experiment",
        "experiment_id, rule, champion, challenger, share, start_on, goal, cases, looks, horizon_days, reason",
    ),
    "change_proposed": ("proposal", "proposal_id, kind, entry, was, becomes, evidence, proposed_on"),
}  # fmt: skip
"""What is noted: the table of each kind of event and the columns that its detail binds, beside who and when."""

ADDED: dict[str, dict[str, str]] = {
    "activity": {
        "done_at": "TIME",
        "next_channel": "VARCHAR",
        "next_at": "TIME",
        "override_reason": "VARCHAR",
        "override_by": "VARCHAR",
    },
    "plan": {"agreed_on": "DATE", "documents": "VARCHAR[]"},
}
"""Columns that a table got after its first version, with their types: added to an older file when it is opened, and null
where an older event does not tell them."""


def untold(kind: str) -> dict[str, None]:
    """What an event of `kind` that was recorded before these columns were added leaves open.

    >>> untold("plan_agreed"), untold("survey_noted")
    ({'agreed_on': None, 'documents': None}, {})
    """
    table = INSERTS[kind][0] if kind in INSERTS else ""
    return dict.fromkeys(ADDED.get(table, ()))


def _insert(table: str, columns: str) -> tuple[str, ...]:
    bound = ", ".join(f"${name.strip()}" for name in columns.split(","))
    return (f"INSERT INTO {table} ({columns}, made_by, made_at) VALUES ({bound}, $by, $moment)",)


CHANGES: dict[str, tuple[str, ...]] = {
    **{kind: _insert(*target) for kind, target in INSERTS.items()},
    "contact_removed": ("UPDATE contact SET removed_on = $removed_on WHERE contact_id = $contact_id",),
    "promise_withdrawn": ("UPDATE promise_noted SET withdrawn_on = $withdrawn_on WHERE promise_id = $promise_id",),
    "dispute_closed": ("UPDATE dispute_noted SET closed_date = $closed_date WHERE dispute_id = $dispute_id",),
    "hand_over_accepted": (
        "UPDATE hand_over SET accepted_by = $by, accepted_on = $accepted_on WHERE hand_over_id = $hand_over_id",
    ),
    "settlement_answered": (
        "UPDATE settlement SET answer = $answer, answered_on = $answered_on, answered_by = $by "
        "WHERE settlement_id = $settlement_id",
    ),
    "experiment_stopped": (
        "UPDATE experiment SET stopped_on = $stopped_on, stopped_by = $by, stopped_why = $stopped_why, result = $result "
        "WHERE experiment_id = $experiment_id",
    ),
    "change_decided": (
        "UPDATE proposal SET decided_on = $decided_on, decided_by = $by, decided_why = $decided_why, approved = $approved, "
        "version = $version WHERE proposal_id = $proposal_id",
    ),
    "plan_ended": ("UPDATE plan SET ended_on = $ended_on, ended_why = $ended_why WHERE plan_id = $plan_id",),
}
"""What each kind of event does; its detail binds the parameters, `moment` is when it happened."""
