-- grain: one row per day that lies in one of the windows of 365 days up to the days of `days`.
-- since = first of `days` that knows of it; out_91, out_182 and out_365 = first of them that it lies so many days or more
-- before, 9999-12-31 where none does. What is added up by these can be added up again for each of `days`.
CREATE OR REPLACE MACRO window_days(days) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS as_of),
calendar AS (
    SELECT CAST(unnest(generate_series(min(as_of) - 364, max(as_of), INTERVAL 1 DAY)) AS DATE) AS day FROM asked
),
placed AS (
    SELECT
        c.day, min(a.as_of) FILTER (WHERE a.as_of >= c.day) AS since,
        coalesce(min(a.as_of) FILTER (WHERE a.as_of >= c.day + 91), DATE '9999-12-31') AS out_91,
        coalesce(min(a.as_of) FILTER (WHERE a.as_of >= c.day + 182), DATE '9999-12-31') AS out_182,
        coalesce(min(a.as_of) FILTER (WHERE a.as_of >= c.day + 365), DATE '9999-12-31') AS out_365
    FROM calendar c
    CROSS JOIN asked a
    GROUP BY c.day
)
SELECT day, since, out_91, out_182, out_365 FROM placed WHERE since < out_365
