-- grain: one row per invoice open on some day of the 365 up to as_of, as it was known on as_of (day's end).
-- closed_date = day its open amount became 0, null while it is open and where payments without date closed it.
-- open_amount_before = open 91 days earlier.
CREATE OR REPLACE MACRO known_claims(as_of) AS TABLE
WITH claim AS (
    SELECT
        document_key, customer_id, currency, amount, issue_date, due_date, first_paid_date, settled_date,
        first_paid_date <= as_of AND coalesce(settled_date > as_of, TRUE) AS paid_in_part,
        first_paid_date <= as_of - 91 AND coalesce(settled_date > as_of - 91, TRUE) AS paid_in_part_before
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of AND coalesce(settled_date > as_of - 365, TRUE)
),
paid AS (
    SELECT
        document_key, sum(amount) AS amount, coalesce(sum(amount) FILTER (WHERE value_date <= as_of - 91), 0) AS before,
        max(value_date) AS last_date
    FROM allocation
    WHERE value_date <= as_of
        AND document_key IN (SELECT document_key FROM claim WHERE paid_in_part OR paid_in_part_before)
    GROUP BY document_key
),
undated AS (
    SELECT DISTINCT document_key FROM allocation WHERE method = 'undated' AND value_date <= as_of
),
known AS (
    SELECT
        c.*, u.document_key IS NOT NULL AS undated,
        c.amount - CASE WHEN c.settled_date <= as_of THEN c.amount WHEN c.paid_in_part THEN p.amount ELSE 0 END AS owed,
        CASE WHEN c.issue_date > as_of - 91 OR c.settled_date <= as_of - 91 THEN 0
             ELSE c.amount - CASE WHEN c.paid_in_part_before THEN p.before ELSE 0 END END AS owed_before,
        CASE WHEN c.settled_date <= as_of THEN c.settled_date WHEN p.amount = c.amount THEN p.last_date END AS closed
    FROM claim c
    LEFT JOIN paid p ON p.document_key = c.document_key
    LEFT JOIN undated u ON u.document_key = c.document_key
)
SELECT
    document_key, customer_id, currency, amount, issue_date, due_date,
    CAST(owed AS DECIMAL(18,2)) AS open_amount, CAST(owed_before AS DECIMAL(18,2)) AS open_amount_before,
    CASE WHEN undated THEN NULL ELSE closed END AS closed_date,
    date_diff('day', due_date, CASE WHEN undated THEN NULL ELSE closed END) AS days_late,
    date_diff('day', due_date, as_of) AS days_past_due,
    first_paid_date <= as_of AND (owed <> 0 OR first_paid_date < closed) AS paid_in_part
FROM known
