-- grain: one row per month-end from the first document's month to the last day the ledger knows (no later than its last import)
CREATE OR REPLACE TEMP TABLE calendar AS
WITH RECURSIVE extent AS (
    SELECT date_trunc('month', min(issue_date))::DATE AS first_month,
        least(
            greatest(max(issue_date), max(settled_date), (SELECT max(receipt_date) FROM receipt)),
            (SELECT max(imported_at)::DATE FROM import)
        ) AS last_day
    FROM document
),
months AS (
    SELECT first_month AS month, last_day FROM extent WHERE first_month IS NOT NULL
    UNION ALL
    SELECT (month + INTERVAL 1 MONTH)::DATE, last_day FROM months WHERE (month + INTERVAL 1 MONTH)::DATE <= last_day
)
SELECT last_day(month) AS month_end FROM months WHERE last_day(month) <= last_day
