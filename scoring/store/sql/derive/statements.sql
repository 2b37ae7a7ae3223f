-- grain: one row per statement about a document of a touched customer that has several, none of which dates a payment: how
-- much of it is settled by a day. `adds` = what it adds to the statement before, 0 where a later file contradicts it.
-- A later file is trusted over an earlier one about the same day and later days; about earlier days the earlier file
-- stands, so that a new file moves no past book. Receipts and credit notes that name the document are trusted over all,
-- a settled date in its current row over lists. A row that repeats what was said before is no new statement.
CREATE OR REPLACE TEMP TABLE statement AS
WITH several AS (
    SELECT document_key FROM row_document
    WHERE superseded_by IS NOT NULL AND customer_id IN (SELECT customer_id FROM touched)
    UNION
    SELECT document_key FROM row_vanished WHERE customer_id IN (SELECT customer_id FROM touched)
),
present AS (SELECT * FROM doc WHERE document_key IN (SELECT document_key FROM several)),
of_rows AS (
    SELECT
        document_key, imported_at, source_row, 2147483648 + source_row AS place, superseded_by IS NULL AS is_current,
        known_on IS NOT NULL OR settled_date IS NOT NULL AS speaks,
        implied_date(issue_date, settled_date, known_on) AS day, import_id AS of_import,
        said_amount(amount, settled_date, open_amount, paid_amount, status) AS said,
        min(import_id) OVER (PARTITION BY document_key, day, said, settled_date IS NULL) AS import_id
    FROM (SELECT * FROM row_document UNION ALL BY NAME SELECT * FROM arriving_document)
    WHERE document_key IN (SELECT document_key FROM several)
        AND (superseded_by IS NULL OR (settled_date IS NULL AND known_on IS NOT NULL))
    QUALIFY row_number() OVER (PARTITION BY document_key, day, said, settled_date IS NULL ORDER BY of_import DESC) = 1
),
told AS (
    SELECT document_key, import_id, imported_at, source_row, place, is_current, speaks, day, said FROM of_rows
    UNION ALL
    SELECT
        v.document_key, v.import_id, v.imported_at, NULL, 3221225472 + v.position, FALSE, TRUE, v.day,
        CASE WHEN v.absent THEN r.amount
             ELSE said_amount(r.amount, r.settled_date, r.open_amount, r.paid_amount, r.status) END
    FROM row_vanished v
    JOIN present p ON p.document_key = v.document_key AND p.settled_date IS NULL
    JOIN row_document r
        ON r.document_key = v.document_key AND r.import_id < v.import_id AND coalesce(r.superseded_by >= v.import_id, TRUE)
    WHERE (v.document_key, v.import_id) NOT IN (SELECT (document_key, import_id) FROM of_rows WHERE speaks)
),
standing AS (
    SELECT * FROM told WHERE speaks
    QUALIFY coalesce(day < min(day) OVER (
        PARTITION BY document_key ORDER BY import_id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ), TRUE)
),
explained AS (
    SELECT s.document_key, s.import_id, sum(a.amount) AS ever, sum(a.amount) FILTER (WHERE a.value_date <= s.day) AS by_then
    FROM standing s
    JOIN (
        SELECT document_key, amount, value_date FROM alloc WHERE method = 'explicit'
        UNION ALL
        SELECT source_key, -amount, value_date FROM alloc WHERE method = 'explicit' AND source_kind = 'credit_note'
    ) a ON a.document_key = s.document_key
    GROUP BY s.document_key, s.import_id
),
beside AS (
    SELECT
        s.document_key, s.import_id, sign(p.amount) AS side, abs(p.amount) - abs(coalesce(e.ever, 0)) AS room,
        sign(p.amount) * (s.said - coalesce(e.by_then, 0)) AS beyond_then,
        sign(p.amount) * (s.said - coalesce(e.ever, 0)) AS beyond_ever,
        lead(s.import_id) OVER (PARTITION BY s.document_key ORDER BY s.import_id) AS next_import
    FROM standing s
    JOIN present p ON p.document_key = s.document_key
    LEFT JOIN explained e ON e.document_key = s.document_key AND e.import_id = s.import_id
),
levels AS (
    SELECT
        document_key, import_id, side,
        greatest(0, least(CASE WHEN next_import IS NULL THEN beyond_ever ELSE beyond_then END, room)) AS level
    FROM beside
),
steps AS (
    SELECT
        document_key, import_id,
        side * (level - coalesce(lag(level) OVER (PARTITION BY document_key ORDER BY import_id), 0)) AS adds
    FROM levels
)
SELECT
    t.document_key, t.import_id, t.imported_at, t.source_row, t.place, t.is_current, t.day,
    CAST(coalesce(s.adds, 0) AS DECIMAL(18,2)) AS adds
FROM told t
LEFT JOIN steps s ON s.document_key = t.document_key AND s.import_id = t.import_id
