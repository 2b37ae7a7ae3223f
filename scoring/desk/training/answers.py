"""What people answered in practice: kept as it happens, by person, untouched by imports."""

from __future__ import annotations

from datetime import datetime

from scoring.errors import ScoringError
from scoring.store import Store, collecting, scorecards
from scoring.strategy.training.terms import Answer


def note_answer(store: Store, answer: Answer, at: datetime | None = None) -> int:
    """Keep an answer; returns its number. Raises ScoringError "person_missing"."""
    if not answer.person.strip():
        raise ScoringError("person_missing")
    table, _ = collecting.INSERTS["training_answered"]
    last = store.rows(table, order=["answer_id desc"], limit=1)
    number = int(last[0]["answer_id"]) + 1 if last else 1
    told = {
        "answer_id": number, "practised_on": answer.day.isoformat(), "sitting": answer.sitting, "number": answer.number,
        "size": answer.size, "item": answer.item, "topic": answer.topic, "chosen": answer.chosen,
        "correct": answer.correct, "by": answer.person.strip(),
    }  # fmt: skip
    scorecards.happen(store, "training_answered", told, at)
    return number


def answers_of(store: Store, person: str | None = None) -> list[Answer]:
    """Every answer in the order given, of one person or of everybody (None)."""
    where = {} if person is None else {"made_by": person.strip()}
    return [
        Answer(
            row["made_by"], row["practised_on"], row["sitting"], row["number"], row["size"], row["item"], row["topic"],
            row["chosen"], row["correct"],
        )
        for row in store.rows("training_answer", where=where, order=["answer_id"])
    ]  # fmt: skip
