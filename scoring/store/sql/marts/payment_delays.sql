-- grain: one row per customer, currency and day from the due date (negative = early) on which something became of claims
-- of theirs, as known on as_of: parts of claims paid, ended without money (written off, credited), or last seen open.
-- Every invoice issued by as_of counts 1 in all, however large, spread over the parts of its amount; `weight` halves it
-- with every half_life_days between its due date and as_of (null = every one alike). Payments turned back count negative.
-- claims = invoices that began to end on that day, for evidence. Days beyond -400..1100 count on the first or last of
-- them; invoices closed by payments without date are left out.
CREATE OR REPLACE MACRO payment_delays(as_of, half_life_days) AS TABLE
WITH claim AS (
    SELECT
        document_key, customer_id, currency, amount, due_date, first_paid_date,
        CASE WHEN half_life_days IS NULL OR due_date >= as_of THEN 1.0
             ELSE power(0.5, date_diff('day', due_date, as_of) / CAST(half_life_days AS DOUBLE)) END AS weight
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of
),
undated AS (SELECT DISTINCT document_key FROM allocation WHERE method = 'undated' AND value_date <= as_of),
dated AS (
    SELECT c.*
    FROM claim c
    LEFT JOIN undated u ON u.document_key = c.document_key
    WHERE u.document_key IS NULL
),
part AS (
    SELECT
        a.document_key, a.value_date,
        CAST(a.amount AS DOUBLE) * CASE WHEN a.source_kind = 'receipt' THEN 1 ELSE 0 END AS paid,
        CAST(a.amount AS DOUBLE) * CASE WHEN a.source_kind = 'receipt' THEN 0 ELSE 1 END AS lost
    FROM allocation a
    WHERE a.value_date <= as_of
),
ended AS (
    SELECT
        d.customer_id, d.currency, date_diff('day', d.due_date, p.value_date) AS days, d.weight,
        p.paid / CAST(d.amount AS DOUBLE) AS paid, p.lost / CAST(d.amount AS DOUBLE) AS lost, 0.0 AS waiting,
        CASE WHEN p.value_date = d.first_paid_date THEN 1 ELSE 0 END AS begun
    FROM dated d
    JOIN part p ON p.document_key = d.document_key
),
settled AS (SELECT document_key, sum(paid + lost) AS amount FROM part GROUP BY document_key),
waiting AS (
    SELECT
        d.customer_id, d.currency, date_diff('day', d.due_date, as_of) AS days, d.weight, 0.0 AS paid, 0.0 AS lost,
        1.0 - coalesce(s.amount, 0) / CAST(d.amount AS DOUBLE) AS waiting, 0 AS begun
    FROM dated d
    LEFT JOIN settled s ON s.document_key = d.document_key
    WHERE coalesce(s.amount, 0) <> CAST(d.amount AS DOUBLE)
)
SELECT
    customer_id, currency, greatest(-400, least(1100, days)) AS days, sum(weight * paid) AS paid,
    sum(weight * lost) AS lost, sum(weight * waiting) AS waiting, sum(begun) AS claims,
    count(*) FILTER (WHERE waiting > 0) AS claims_waiting
FROM (SELECT * FROM ended UNION ALL SELECT * FROM waiting)
GROUP BY customer_id, currency, greatest(-400, least(1100, days))
