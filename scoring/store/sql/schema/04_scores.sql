-- grain: one row per version of the scorecard, numbered from 1. card = the card's own file as text; difference = what
-- changed against the version in use when it was saved, a JSON list of [key of the words, facts]. At most one version is
-- 'champion'; one_person = who approved is also the author, because nobody else works in this workspace
CREATE TABLE IF NOT EXISTS scorecard (
    version INTEGER, card VARCHAR, author VARCHAR, made_at TIMESTAMP, reason VARCHAR, difference VARCHAR, status VARCHAR,
    approved_by VARCHAR, approved_at TIMESTAMP, one_person BOOLEAN
);

-- grain: one row per date, version (0 = the expert's card) and customer; status = rated, in_default, no_history.
-- reasons = JSON list of [characteristic, points lost, whether its value is known]; the last three columns are what a limit
-- is proposed from. A cache: never journalled, computed again when wanted, true only
-- while made_from (ledger, parameters and card it was computed from) is what it would be computed from today
CREATE TABLE IF NOT EXISTS score (
    as_of DATE, version INTEGER, made_from VARCHAR, computed_at TIMESTAMP, customer_id VARCHAR, status VARCHAR,
    score INTEGER, pd DOUBLE, pd_yearly DOUBLE, grade VARCHAR, rating VARCHAR, reasons VARCHAR, monthly_sales DOUBLE,
    days_beyond_terms DOUBLE, terms_days DOUBLE
);

-- grain: one row per rating that somebody set by hand; in force from from_date to expires_on, both inclusive, unless
-- lifted: then no more from lifted_on on
CREATE TABLE IF NOT EXISTS override (
    override_id INTEGER, customer_id VARCHAR, rating VARCHAR, reason VARCHAR, made_by VARCHAR, made_at TIMESTAMP,
    from_date DATE, expires_on DATE, lifted_by VARCHAR, lifted_on DATE
);
