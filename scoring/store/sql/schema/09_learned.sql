-- grain: one row per day for which what forecasts know of payments is kept: the model and its record, JSON. A cache, as
-- `score` is
CREATE TABLE IF NOT EXISTS forecast_learned (as_of DATE, made_from VARCHAR, told VARCHAR);

-- grain: one row per such day and customer with open claims on it, in the order of `place`: the number of its segment; days
-- from the due date that claims of it ended on, counted from 120 before, and how many (or which part of one) left, were paid
-- and were lost on each; and the factors of weekdays and days of the month
CREATE TABLE IF NOT EXISTS forecast_delay (
    as_of DATE, made_from VARCHAR, place INTEGER, customer_id VARCHAR, segment INTEGER, days SMALLINT[], leaving DOUBLE[],
    paid DOUBLE[], lost DOUBLE[], weekday DOUBLE[], monthday DOUBLE[]
);

-- grain: one row per window of history that is kept, customer, currency and bucket: native_flows. A cache, as `score` is
CREATE TABLE IF NOT EXISTS flow (
    from_date DATE, as_of DATE, lost_after_days INTEGER, made_from VARCHAR, customer_id VARCHAR, currency VARCHAR,
    bucket VARCHAR, position INTEGER, entered DECIMAL(38,2), rolled DECIMAL(38,2), claims HUGEINT
);
