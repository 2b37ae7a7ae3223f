-- grain: one row per invoice issued after from_date and up to to_date, converted, with its days of terms and the discount
-- that was taken on it as known on to_date: what a receipt up to the due date left open and a credit note or write-off
-- then closed, if it is a usual discount (half or whole percents, 0.5% to 5%); 0 where none was. discounted = the amount
-- it was taken on, discounted_days = that x days from issue to the last receipt. Currencies that `currencies` does not
-- name are left out.
CREATE OR REPLACE MACRO terms_given(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
claim AS (
    SELECT
        d.document_key, d.customer_id, d.issue_date, d.due_date, d.amount, d.settled_date,
        CAST(CASE WHEN r.rate = 1 THEN d.amount ELSE round(d.amount * r.rate, 2) END AS DECIMAL(18,2)) AS reporting_amount
    FROM document d
    JOIN rate_list r ON r.currency = d.currency
    WHERE d.kind = 'invoice' AND d.issue_date > from_date AND d.issue_date <= to_date
),
ended AS (
    SELECT
        a.document_key, max(a.value_date) FILTER (WHERE a.source_kind = 'receipt') AS paid_on,
        100.0 * CAST(sum(a.amount) FILTER (WHERE a.source_kind <> 'receipt') AS DOUBLE) AS short
    FROM allocation a
    WHERE a.value_date <= to_date
        AND a.document_key IN (SELECT document_key FROM claim WHERE settled_date <= to_date)
    GROUP BY a.document_key
    HAVING count(*) FILTER (WHERE a.source_kind <> 'receipt') > 0
),
taken AS (
    SELECT e.document_key, date_diff('day', c.issue_date, e.paid_on) AS days, e.short / CAST(c.amount AS DOUBLE) AS percent
    FROM ended e
    JOIN claim c ON c.document_key = e.document_key
    WHERE e.paid_on <= c.due_date
),
discount AS (
    SELECT document_key, days, round(percent * 2) / 2 AS percent
    FROM taken
    WHERE percent BETWEEN 0.45 AND 5.05 AND abs(percent * 2 - round(percent * 2)) < 0.02
)
SELECT
    c.document_key, c.customer_id, c.issue_date, date_diff('day', c.issue_date, c.due_date) AS terms_days,
    c.reporting_amount, CASE WHEN t.percent IS NULL THEN 0 ELSE c.reporting_amount END AS discounted,
    CAST(coalesce(c.reporting_amount * t.percent / 100, 0) AS DECIMAL(18,2)) AS discount,
    CASE WHEN t.percent IS NULL THEN 0 ELSE c.reporting_amount * t.days END AS discounted_days
FROM claim c
LEFT JOIN discount t ON t.document_key = c.document_key
