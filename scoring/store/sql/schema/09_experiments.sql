-- Strategy against strategy, and what was learned. Keyed by number, rule and customer lots, never by a row of an import.

-- grain: one row per experiment: a share of the customers of `rule` gets the level `challenger` from start_on until
-- stopped_on; goal, cases, looks and horizon_days = what was stated beforehand; result = how it stood when it was stopped
CREATE TABLE IF NOT EXISTS experiment (
    experiment_id INTEGER, rule VARCHAR, champion VARCHAR, challenger VARCHAR, share DECIMAL(9,6), start_on DATE,
    goal VARCHAR, cases INTEGER, looks INTEGER, horizon_days INTEGER, reason VARCHAR, made_by VARCHAR, made_at TIMESTAMP,
    stopped_on DATE, stopped_by VARCHAR, stopped_why VARCHAR, result VARCHAR
);

-- grain: one row per proposed change of the playbook: the entry of a kind, what it was and what it becomes, with its
-- evidence; approved null = not decided; version = of the playbook's file that it became
CREATE TABLE IF NOT EXISTS proposal (
    proposal_id INTEGER, kind VARCHAR, entry VARCHAR, was VARCHAR, becomes VARCHAR, evidence VARCHAR, proposed_on DATE,
    made_by VARCHAR, made_at TIMESTAMP, decided_on DATE, decided_by VARCHAR, decided_why VARCHAR, approved BOOLEAN,
    version INTEGER
);
