-- grain: one row per billing month (the first day of the month of issue), currency and days since due: money paid on that
-- day, written off on it (lost), and last seen unpaid at its end (waiting: still open on as_of, or credited then). `ended`
-- = the amount of the invoices whose watch ends on that day (as_of - due date). Of invoices issued after from_date and up
-- to as_of, of all customers (customers NULL) or those named; days beyond -60..400 count on the first or last of them;
-- invoices that payments without date closed are left out. paid + lost + waiting of a month = the amount of its invoices.
CREATE OR REPLACE MACRO collection_steps(from_date, as_of, customers, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
undated AS (SELECT DISTINCT document_key FROM allocation WHERE method = 'undated' AND value_date <= as_of),
claim AS (
    SELECT
        document_key, currency, amount, due_date, CAST(date_trunc('month', issue_date) AS DATE) AS month,
        date_diff('day', due_date, as_of) AS watched, settled_date IS NULL OR settled_date > as_of AS is_open
    FROM document
    WHERE kind <> 'credit_note' AND issue_date > from_date AND issue_date <= as_of
        AND document_key NOT IN (SELECT document_key FROM undated)
        AND (customers IS NULL OR customer_id IN (SELECT unnest(CAST(customers AS VARCHAR[]))))
),
ended AS (
    SELECT currency, month, watched, sum(amount) AS amount, sum(CASE WHEN is_open THEN amount ELSE 0 END) AS waiting
    FROM claim
    GROUP BY ALL
),
taken AS (
    SELECT c.currency, c.month, date_diff('day', c.due_date, a.value_date) AS day, a.source_kind, sum(a.amount) AS amount
    FROM allocation a
    JOIN claim c ON c.document_key = a.document_key
    WHERE a.value_date <= as_of
    GROUP BY ALL
),
part AS (
    SELECT c.currency, c.month, c.watched, sum(a.amount) AS amount
    FROM allocation a
    JOIN claim c ON c.document_key = a.document_key
    WHERE c.is_open AND a.value_date <= as_of
    GROUP BY ALL
),
change AS (
    SELECT currency, month, watched AS day, 0 AS paid, 0 AS lost, waiting, amount AS ended FROM ended
    UNION ALL
    SELECT currency, month, watched, 0, 0, -amount, 0 FROM part
    UNION ALL
    SELECT
        currency, month, day, CASE WHEN source_kind = 'receipt' THEN amount ELSE 0 END,
        CASE WHEN source_kind = 'write_off' THEN amount ELSE 0 END,
        CASE WHEN source_kind = 'credit_note' THEN amount ELSE 0 END, 0
    FROM taken
),
summed AS (
    SELECT
        currency, month, greatest(-60, least(400, day)) AS day, sum(paid) AS paid, sum(lost) AS lost,
        sum(waiting) AS waiting, sum(ended) AS ended
    FROM change
    GROUP BY ALL
)
SELECT
    s.currency, s.month, s.day, CAST(s.paid * r.rate AS DOUBLE) AS paid, CAST(s.lost * r.rate AS DOUBLE) AS lost,
    CAST(s.waiting * r.rate AS DOUBLE) AS waiting, CAST(s.ended * r.rate AS DOUBLE) AS ended
FROM summed s
JOIN rate_list r ON r.currency = s.currency
