-- grain: one row per document of a touched customer whose settlement is not as it stands
CREATE OR REPLACE TEMP TABLE mended AS
SELECT document_key, implied, closed, first_paid FROM settlement
WHERE NOT arriving AND (
    implied IS DISTINCT FROM implied_amount OR first_paid IS DISTINCT FROM first_paid_date
    OR closed IS DISTINCT FROM closed_date
);

UPDATE row_document_full r SET implied_amount = m.implied, closed_date = m.closed, first_paid_date = m.first_paid
FROM mended m
WHERE r.document_key = m.document_key AND r.superseded_by IS NULL;

UPDATE row_document_plain r SET implied_amount = m.implied, closed_date = m.closed, first_paid_date = m.first_paid
FROM mended m
WHERE r.document_key = m.document_key AND r.superseded_by IS NULL
