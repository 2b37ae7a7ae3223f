-- grain: one row per day and each of `days` in whose window of 365 days it lies (as_of): in_91 and in_182 = also in its shorter
-- windows. Days that lie in the same windows share a `span` (their first day): what is added up by span can be added up again
-- for each of `days`.
CREATE OR REPLACE MACRO window_days(days) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS as_of),
calendar AS (
    SELECT CAST(unnest(generate_series(min(as_of) - 364, max(as_of), INTERVAL 1 DAY)) AS DATE) AS day FROM asked
),
placed AS (
    SELECT
        c.day, a.as_of, c.day > a.as_of - 91 AS in_91, c.day > a.as_of - 182 AS in_182,
        min(a.as_of) OVER one_day AS first_day, count(*) OVER one_day AS windows,
        count(*) FILTER (WHERE c.day > a.as_of - 182) OVER one_day AS windows_182,
        count(*) FILTER (WHERE c.day > a.as_of - 91) OVER one_day AS windows_91
    FROM calendar c
    JOIN asked a ON c.day > a.as_of - 365 AND c.day <= a.as_of
    WINDOW one_day AS (PARTITION BY c.day)
)
SELECT
    day, as_of, in_91, in_182,
    min(day) OVER (PARTITION BY first_day, windows, windows_182, windows_91) AS span
FROM placed
