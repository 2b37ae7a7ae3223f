-- grain: one row per promise to pay whose day has come by as_of: kept = what was promised came between the day it was made
-- and the promised day. Promised without an amount: all that was owed of the document, or of everything, when it was made.
CREATE OR REPLACE MACRO promise_record(as_of) AS TABLE
WITH promise AS (
    SELECT row_number() OVER (ORDER BY customer_id, document_no, made_on, promised_date) AS promise, *
    FROM known_promises(as_of)
    WHERE promised_date <= as_of
),
claim AS (
    SELECT p.promise, p.made_on, p.promised_date, d.document_key, d.amount
    FROM promise p
    JOIN document d ON d.customer_id = p.customer_id AND d.issue_date <= p.made_on
    WHERE d.amount > 0 AND (p.document_no IS NULL OR d.document_no = p.document_no)
        AND (p.currency IS NULL OR d.currency = p.currency)
),
came AS (
    SELECT
        c.promise, sum(a.amount) FILTER (WHERE a.value_date < c.made_on) AS before,
        sum(a.amount) FILTER (WHERE a.value_date >= c.made_on AND a.source_kind = 'receipt') AS received
    FROM claim c
    JOIN allocation a ON a.document_key = c.document_key
    WHERE a.value_date <= c.promised_date
    GROUP BY c.promise
),
owed AS (SELECT promise, sum(amount) AS amount FROM claim GROUP BY promise)
SELECT
    p.customer_id, p.document_no, p.made_on, p.promised_date, p.promised_amount,
    CAST(coalesce(c.received, 0) AS DECIMAL(18,2)) AS received,
    coalesce(c.received, 0) >= least(coalesce(p.promised_amount, o.amount), o.amount - coalesce(c.before, 0)) AS kept
FROM promise p
JOIN owed o ON o.promise = p.promise
LEFT JOIN came c ON c.promise = p.promise
WHERE o.amount > coalesce(c.before, 0)
