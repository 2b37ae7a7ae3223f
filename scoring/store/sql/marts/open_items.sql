-- grain: one row per invoice open on as_of (day's end), with its bucket; credits are in on_account_items.
-- `kind <> 'credit_note'` because an equality makes the planner expect half of all documents, more than allocations, and
-- then hash the allocations to look the few claims up, instead of the other way round: twice the time on ten million.
-- Buckets are found once per number of days, of which there are few, and not once per invoice.
CREATE OR REPLACE MACRO open_items(as_of, scheme, basis, currencies, rates) AS TABLE
WITH owed AS (
    SELECT * FROM document
    WHERE kind <> 'credit_note' AND issue_date <= as_of AND (settled_date IS NULL OR settled_date > as_of)
),
paid AS (
    SELECT a.document_key, sum(a.amount) AS amount
    FROM allocation a
    WHERE a.value_date <= as_of
        AND a.document_key IN (SELECT document_key FROM owed WHERE first_paid_date <= as_of)
    GROUP BY a.document_key
),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
aged AS (
    SELECT
        o.*, CAST(o.amount - coalesce(p.amount, 0) AS DECIMAL(18,2)) AS open_amount,
        date_diff('day', o.due_date, as_of) AS days_past_due, date_diff('day', o.issue_date, as_of) AS age_days
    FROM owed o
    LEFT JOIN paid p ON p.document_key = o.document_key
),
bucket_of AS (
    SELECT d.days, b.bucket, b.position
    FROM (SELECT DISTINCT CASE WHEN basis = 'issue' THEN age_days ELSE days_past_due END AS days FROM aged) d
    JOIN scheme_bucket b ON b.scheme = scheme AND d.days BETWEEN b.from_day AND b.to_day
)
SELECT
    a.document_key, a.customer_id, c.name AS customer_name, coalesce(c.parent_id, a.customer_id) AS parent_id,
    c.nature, c.industry, c.region, c.owner, c.size, a.document_no, a.issue_date, a.due_date, a.currency, a.amount,
    a.open_amount, CAST(round(a.open_amount * r.rate, 2) AS DECIMAL(18,2)) AS reporting_amount,
    a.days_past_due, a.age_days, b.bucket, b.position AS bucket_position, a.disputed, a.import_id, a.source_row
FROM aged a
JOIN bucket_of b ON b.days = CASE WHEN basis = 'issue' THEN a.age_days ELSE a.days_past_due END
LEFT JOIN rate_list r ON r.currency = a.currency
LEFT JOIN customer c ON c.customer_id = a.customer_id
WHERE a.open_amount <> 0
