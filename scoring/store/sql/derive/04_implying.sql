-- grain: one row per document of a touched customer whose row implies more than the receipts and credits that name it
-- explain (which settle nothing on the other side of zero, so that a row that says nothing implies nothing); a table, so that
-- the engine knows how few
CREATE OR REPLACE TEMP TABLE implying AS
WITH saying AS (
    SELECT
        d.document_key, d.amount, implied_date(d.issue_date, d.settled_date, d.known_on) AS day,
        said_amount(d.amount, d.settled_date, d.open_amount, d.paid_amount, d.status) AS said, s.adds,
        s.document_key IS NOT NULL AS is_stated
    FROM doc d
    LEFT JOIN statement s ON s.document_key = d.document_key AND s.is_current
    WHERE said <> 0 OR is_stated
),
explained AS (
    SELECT document_key, sum(amount) AS amount FROM (
        SELECT document_key, amount FROM alloc WHERE method = 'explicit'
        UNION ALL
        SELECT source_key, -amount FROM alloc WHERE method = 'explicit' AND source_kind = 'credit_note'
    )
    WHERE document_key IN (SELECT document_key FROM saying)
    GROUP BY document_key
)
SELECT
    s.document_key,
    CASE WHEN s.is_stated THEN nullif(s.adds, 0) ELSE implied_of(s.said, coalesce(e.amount, 0), s.amount) END AS implied,
    s.day AS implied_day
FROM saying s
LEFT JOIN explained e ON e.document_key = s.document_key
WHERE implied IS NOT NULL
