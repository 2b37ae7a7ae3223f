-- grain: one row per promise to pay made by as_of, imported or noted by people; versions as in known_protections.
-- A promise that does not say when it was made counts from the day it was imported, at the latest from the promised date.
CREATE OR REPLACE MACRO known_promises(as_of) AS TABLE
WITH version AS (
    SELECT r.*, least(CAST(i.imported_at AS DATE), r.promised_date) AS told_on
    FROM row_promise r
    JOIN import i ON i.import_id = r.import_id
    QUALIFY row_number() OVER (
        PARTITION BY r.customer_id, r.document_no, r.made_on, r.promised_date
        ORDER BY CASE WHEN i.imported_at < as_of + 1 THEN r.import_id ELSE -r.import_id END DESC, r.source_row
    ) = 1
)
SELECT customer_id, document_no, promised_date, promised_amount, currency, coalesce(made_on, told_on) AS made_on, note
FROM version
WHERE coalesce(made_on, told_on) <= as_of
UNION ALL
SELECT customer_id, document_no, promised_date, promised_amount, currency, made_on, note
FROM promise_noted
WHERE made_on <= as_of AND (withdrawn_on IS NULL OR withdrawn_on > as_of)
