-- grain: one row per plan agreed by as_of and receipt that paid its documents since then, up to as_of: the day, and what of
-- the receipt they took, with what of it no document took. What came on the day of the agreement counts as far as the debt
-- is above what was open at that day's end. A plan that names no documents is about all issued by the day it was agreed
CREATE OR REPLACE MACRO plan_payments(as_of) AS TABLE
WITH agreed AS (
    SELECT plan_id, customer_id, currency, debt, documents, coalesce(agreed_on, start_on) AS since
    FROM plan
    WHERE coalesce(agreed_on, start_on) <= as_of
),
claim AS (
    SELECT p.plan_id, p.since, d.document_key, d.amount
    FROM agreed p
    JOIN document d ON d.customer_id = p.customer_id AND d.currency = p.currency
    WHERE d.kind = 'invoice' AND CASE
        WHEN p.documents IS NULL THEN d.issue_date <= p.since
        ELSE list_contains(p.documents, d.document_no)
    END
),
taken AS (
    SELECT c.plan_id, c.since, a.document_key, a.source_kind, a.source_key, a.value_date, a.amount, a.method
    FROM claim c
    JOIN allocation a ON a.document_key = c.document_key
    WHERE a.value_date <= as_of
),
claimed AS (SELECT plan_id, sum(amount) AS amount FROM claim GROUP BY plan_id),
settled AS (SELECT plan_id, sum(amount) AS amount FROM taken WHERE value_date <= since GROUP BY plan_id),
paid AS (
    SELECT plan_id, since, source_key, min(value_date) AS paid_on, sum(amount) AS amount
    FROM taken
    WHERE source_kind = 'receipt' AND method <> 'undated' AND value_date >= since
    GROUP BY plan_id, since, source_key
),
used AS (
    SELECT source_key, sum(amount) AS amount
    FROM allocation
    WHERE source_kind = 'receipt' AND value_date <= as_of AND source_key IN (SELECT source_key FROM paid)
    GROUP BY source_key
),
came AS (
    SELECT p.plan_id, p.since, p.source_key, p.paid_on, p.amount + greatest(r.amount - u.amount, 0) AS amount
    FROM paid p
    JOIN used u ON u.source_key = p.source_key
    JOIN receipt r ON r.receipt_key = p.source_key AND r.kind = 'receipt'
),
above AS (
    SELECT p.plan_id, greatest(p.debt - (c.amount - coalesce(s.amount, 0)), 0) AS amount
    FROM agreed p
    JOIN claimed c ON c.plan_id = p.plan_id
    LEFT JOIN settled s ON s.plan_id = p.plan_id
),
counted AS (
    SELECT
        c.*, v.amount AS most,
        sum(c.amount) OVER (
            PARTITION BY c.plan_id, c.paid_on ORDER BY c.source_key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS so_far
    FROM came c
    JOIN above v ON v.plan_id = c.plan_id
)
SELECT
    plan_id, source_key AS receipt_key, paid_on,
    CAST(
        CASE WHEN paid_on > since THEN amount ELSE least(so_far, most) - least(so_far - amount, most) END
        AS DECIMAL(18,2)
    ) AS amount
FROM counted
