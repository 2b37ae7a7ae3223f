-- grain: one row per document of a touched customer, with what its row implies beyond the receipts and credits that name it
CREATE OR REPLACE TEMP VIEW claim AS
WITH explained AS (
    SELECT document_key, sum(amount) AS amount FROM (
        SELECT document_key, amount FROM alloc WHERE method = 'explicit'
        UNION ALL
        SELECT source_key, -amount FROM alloc WHERE method = 'explicit' AND source_kind = 'credit_note'
    ) GROUP BY document_key
)
SELECT
    d.*,
    CASE WHEN s.document_key IS NOT NULL THEN nullif(s.adds, 0)
         ELSE implied_of(
            said_amount(d.amount, d.settled_date, d.open_amount, d.paid_amount, d.status), coalesce(e.amount, 0), d.amount
         ) END AS implied,
    CASE WHEN implied IS NOT NULL THEN implied_date(d.issue_date, d.settled_date, d.known_on) END AS implied_day
FROM doc d
LEFT JOIN explained e ON e.document_key = d.document_key
LEFT JOIN statement s ON s.document_key = d.document_key AND s.is_current
