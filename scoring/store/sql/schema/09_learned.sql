-- grain: one row per day for which what forecasts know of payments is kept: the model and its record, JSON. A cache, as
-- `score` is
CREATE TABLE IF NOT EXISTS forecast_learned (as_of DATE, made_from VARCHAR, told VARCHAR);

-- grain: one row per such day and customer with open claims on it, in the order of `place`: of what is open on each day from
-- 120 before to 540 after the due date the share paid, and lost, on it; and the factors of weekdays and days of the month
CREATE TABLE IF NOT EXISTS forecast_curve (
    as_of DATE, made_from VARCHAR, place INTEGER, customer_id VARCHAR, paid FLOAT[], lost FLOAT[], weekday DOUBLE[],
    monthday DOUBLE[]
);

-- grain: one row per window of history that is kept, customer, currency and bucket: native_flows. A cache, as `score` is
CREATE TABLE IF NOT EXISTS flow (
    from_date DATE, as_of DATE, lost_after_days INTEGER, made_from VARCHAR, customer_id VARCHAR, currency VARCHAR,
    bucket VARCHAR, position INTEGER, entered DECIMAL(38,2), rolled DECIMAL(38,2), claims HUGEINT
);
