-- grain: one row per settlement offered by as_of, as it stood then: what receipts paid on its documents from the day of the
-- offer to pay_by, both included, up to as_of; answer and answered_on null while nobody had answered; state: open, refused,
-- expired (no answer by pay_by), waiting, kept or broken (accepted, and judged from the receipts)
CREATE OR REPLACE MACRO settlements_kept(as_of) AS TABLE
WITH offer AS (
    SELECT
        s.*, answered_on IS NOT NULL AND answered_on <= as_of AS answered, least(pay_by, as_of) AS until
    FROM settlement s
    WHERE offered_on <= as_of
),
claim AS (
    SELECT settlement_id, customer_id, offered_on, until, unnest(documents) AS document_no FROM offer
),
paid AS (
    SELECT c.settlement_id, sum(a.amount) AS amount
    FROM claim c
    JOIN document d ON d.customer_id = c.customer_id AND d.document_no = c.document_no
    JOIN allocation a ON a.document_key = d.document_key
    WHERE a.source_kind = 'receipt' AND a.method <> 'undated' AND a.value_date >= c.offered_on AND a.value_date <= c.until
    GROUP BY c.settlement_id
)
SELECT
    o.settlement_id, o.customer_id, o.currency, o.documents, o.claim, o.pay, o.pay_by, o.offered_on, o.waiting_worth,
    o.level, o.allowed_by, o.allowed_why, o.note, o.made_by, o.made_at,
    CASE WHEN o.answered THEN o.answer END AS answer, CASE WHEN o.answered THEN o.answered_on END AS answered_on,
    CAST(coalesce(p.amount, 0) AS DECIMAL(18,2)) AS paid_amount,
    CASE
        WHEN o.answered AND o.answer = 'refused' THEN 'refused'
        WHEN NOT o.answered AND o.pay_by < as_of THEN 'expired'
        WHEN NOT o.answered THEN 'open'
        WHEN coalesce(p.amount, 0) >= o.pay THEN 'kept'
        WHEN o.pay_by < as_of THEN 'broken'
        ELSE 'waiting'
    END AS state
FROM offer o
LEFT JOIN paid p ON p.settlement_id = o.settlement_id
