-- grain: one row per event (lawsuit, enforcement, insolvency, other) recorded of a customer and dated by as_of; versions as
-- in known_protections. closed_date is null until the day it was closed.
CREATE OR REPLACE MACRO known_events(as_of) AS TABLE
WITH version AS (
    SELECT r.*
    FROM row_event r
    JOIN import i ON i.import_id = r.import_id
    QUALIFY row_number() OVER (
        PARTITION BY r.customer_id, r.event, r.event_date, r.source
        ORDER BY CASE WHEN i.imported_at < as_of + 1 THEN r.import_id ELSE -r.import_id END DESC, r.source_row
    ) = 1
)
SELECT
    customer_id, event, event_date, amount, currency, source,
    CASE WHEN closed_date <= as_of THEN closed_date END AS closed_date, written_as
FROM version
WHERE event_date <= as_of
