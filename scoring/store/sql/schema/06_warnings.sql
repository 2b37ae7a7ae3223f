-- grain: one row per change of a threshold of early warning, numbered; the latest of an indicator counts
CREATE TABLE IF NOT EXISTS warning_threshold (
    change_id INTEGER, indicator VARCHAR, threshold DOUBLE, author VARCHAR, reason VARCHAR, made_at TIMESTAMP
);

-- grain: one row per step in the life of an alert, numbered; step = acknowledged, acted, closed (with outcome). on_date = the
-- date looked at when it was taken: seen from then on. value, threshold and evidence (JSON) as when it was raised
CREATE TABLE IF NOT EXISTS alert_step (
    step_id INTEGER, alert_id VARCHAR, indicator VARCHAR, customer_id VARCHAR, raised_on DATE, value DOUBLE,
    threshold DOUBLE, evidence VARCHAR, step VARCHAR, outcome VARCHAR, note VARCHAR, made_by VARCHAR, on_date DATE,
    made_at TIMESTAMP
);

-- grain: one row per day, indicator and customer for which it trips at one of the thresholds offered (steps = a bit for
-- each, the first offered the lowest). alive = the customer was not bad on the day. A cache, as `score` is
CREATE TABLE IF NOT EXISTS warning_trip (
    as_of DATE, made_from VARCHAR, indicator VARCHAR, customer_id VARCHAR, alive BOOLEAN, value DOUBLE, steps INTEGER,
    evidence DOUBLE[]
);

-- grain: one row per day looked at; window_end = last day of its performance window where the ledger reaches so far
CREATE TABLE IF NOT EXISTS warning_day (as_of DATE, made_from VARCHAR, window_end DATE, customers INTEGER);

-- grain: one row per day and customer not bad on it that went bad within its window, with the first day of it
CREATE TABLE IF NOT EXISTS warning_bad (as_of DATE, made_from VARCHAR, customer_id VARCHAR, bad_on DATE);
