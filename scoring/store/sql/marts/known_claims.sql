-- grain: one row per invoice not closed for good by as_of, or overdue 91 days earlier, as known on as_of (day's end).
-- open_amount_before = open 91 days earlier. closed_date = day its open amount became 0, null while it is open and where
-- payments without date closed it; later entries (a payment turned back) may open it again, which nobody knew on as_of.
CREATE OR REPLACE MACRO known_claims(as_of) AS TABLE
WITH claim AS (
    SELECT document_key, customer_id, currency, amount, issue_date, due_date, first_paid_date, settled_date
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of
        AND (coalesce(settled_date > as_of, TRUE) OR settled_date > as_of - 91 AND due_date < as_of - 91)
),
paid AS (
    SELECT
        document_key, sum(amount) AS amount, coalesce(sum(amount) FILTER (WHERE value_date <= as_of - 91), 0) AS before,
        max(value_date) AS last_date, count(*) FILTER (WHERE method = 'undated') > 0 AS undated
    FROM allocation
    WHERE value_date <= as_of AND document_key IN (SELECT document_key FROM claim WHERE first_paid_date <= as_of)
    GROUP BY document_key
),
known AS (
    SELECT
        c.*, CAST(c.amount - coalesce(p.amount, 0) AS DECIMAL(18,2)) AS open_amount,
        CAST(CASE WHEN c.issue_date <= as_of - 91 THEN c.amount - coalesce(p.before, 0) ELSE 0 END AS DECIMAL(18,2))
            AS open_amount_before,
        CASE WHEN p.amount = c.amount AND NOT p.undated THEN p.last_date END AS closed_date
    FROM claim c
    LEFT JOIN paid p ON p.document_key = c.document_key
)
SELECT
    document_key, customer_id, currency, issue_date, due_date,
    coalesce(settled_date <= as_of, FALSE) AS closed_for_good, open_amount, open_amount_before, closed_date,
    date_diff('day', due_date, as_of) AS days_past_due,
    greatest(date_diff('day', due_date, coalesce(closed_date, as_of)), 0) AS worst_days,
    first_paid_date <= as_of AND (open_amount <> 0 OR first_paid_date < closed_date) AS paid_in_part
FROM known
WHERE coalesce(settled_date > as_of, TRUE) OR open_amount_before <> 0
