-- What people note while they collect. All of it is keyed by customer (and document number), never by a row of an import,
-- so that it outlives every import and undo. made_by, made_at = who typed it, when; it changes by events alone.

-- grain: one row per person to speak to at a customer; removed_on = no longer
CREATE TABLE IF NOT EXISTS contact (
    contact_id INTEGER, customer_id VARCHAR, name VARCHAR, role VARCHAR, phone VARCHAR, email VARCHAR, decides BOOLEAN,
    note VARCHAR, made_by VARCHAR, made_at TIMESTAMP, removed_on DATE
);

-- grain: one row per call, visit, e-mail or letter; level, day = the step of the playbook that it carried out, if one
CREATE TABLE IF NOT EXISTS activity (
    activity_id INTEGER, customer_id VARCHAR, document_no VARCHAR, done_on DATE, channel VARCHAR, outcome VARCHAR,
    spoke_with VARCHAR, note VARCHAR, next_step VARCHAR, next_on DATE, owner VARCHAR, level VARCHAR, step_day INTEGER,
    minutes INTEGER, made_by VARCHAR, made_at TIMESTAMP
);

-- grain: one row per note that an import brought: the table it stands in and its number there
CREATE TABLE IF NOT EXISTS row_note (import_id INTEGER, source_row BIGINT, noted VARCHAR, note_id INTEGER);

-- grain: one row per promise that somebody heard; withdrawn_on = taken back by an agreement, not broken
CREATE TABLE IF NOT EXISTS promise_noted (
    promise_id INTEGER, customer_id VARCHAR, document_no VARCHAR, promised_date DATE, promised_amount DECIMAL(18,2),
    currency VARCHAR, made_on DATE, note VARCHAR, made_by VARCHAR, made_at TIMESTAMP, withdrawn_on DATE
);

-- grain: one row per dispute that somebody heard; document_no null = of everything
CREATE TABLE IF NOT EXISTS dispute_noted (
    dispute_id INTEGER, customer_id VARCHAR, document_no VARCHAR, opened_date DATE, closed_date DATE, reason VARCHAR,
    amount DECIMAL(18,2), made_by VARCHAR, made_at TIMESTAMP
);

-- grain: one row per move of a case; a customer has one case at a time
CREATE TABLE IF NOT EXISTS case_move (
    move_id INTEGER, case_id INTEGER, customer_id VARCHAR, stage VARCHAR, moved_on DATE, owner VARCHAR, evidence VARCHAR,
    allowed_by VARCHAR, outcome VARCHAR, made_by VARCHAR, made_at TIMESTAMP
);

-- grain: one row per hand-over of a case from one department to another; open until accepted
CREATE TABLE IF NOT EXISTS hand_over (
    hand_over_id INTEGER, case_id INTEGER, giver VARCHAR, taker VARCHAR, given_on DATE, reason VARCHAR, made_by VARCHAR,
    made_at TIMESTAMP, accepted_by VARCHAR, accepted_on DATE
);

-- grain: one row per agreed repayment plan; its instalments follow from the columns
CREATE TABLE IF NOT EXISTS plan (
    plan_id INTEGER, customer_id VARCHAR, currency VARCHAR, debt DECIMAL(18,2), first_payment DECIMAL(18,2),
    instalments INTEGER, start_on DATE, interest_yearly DECIMAL(9,6), note VARCHAR, made_by VARCHAR, made_at TIMESTAMP,
    ended_on DATE, ended_why VARCHAR
);

-- grain: one row per noted reason of arrears; the last one up to a day counts on it
CREATE TABLE IF NOT EXISTS arrears_reason (
    reason_id INTEGER, customer_id VARCHAR, reason VARCHAR, persistence VARCHAR, noted_on DATE, note VARCHAR,
    made_by VARCHAR, made_at TIMESTAMP
);

-- grain: one row per answer of a customer on how it was treated, 1 (badly) to 5 (well)
CREATE TABLE IF NOT EXISTS survey (
    survey_id INTEGER, customer_id VARCHAR, asked_on DATE, score INTEGER, note VARCHAR, made_by VARCHAR, made_at TIMESTAMP
);

-- grain: one row per event that may reset the limitation clock of a document; document_no null = of everything then open
CREATE TABLE IF NOT EXISTS clock_event (
    clock_event_id INTEGER, customer_id VARCHAR, document_no VARCHAR, kind VARCHAR, happened_on DATE, evidence VARCHAR,
    made_by VARCHAR, made_at TIMESTAMP
);

-- grain: one row per saved version of a file of the playbook; the highest version of a file counts, without one the
-- shipped file does
CREATE TABLE IF NOT EXISTS playbook (
    version INTEGER, file VARCHAR, body VARCHAR, reason VARCHAR, made_by VARCHAR, made_at TIMESTAMP
);
