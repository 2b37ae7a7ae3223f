-- grain: one row per industry, source and date up to as_of; versions as in known_protections. outlook_index = higher is better
CREATE OR REPLACE MACRO known_outlooks(as_of) AS TABLE
WITH version AS (
    SELECT r.*
    FROM row_outlook r
    JOIN import i ON i.import_id = r.import_id
    QUALIFY row_number() OVER (
        PARTITION BY r.industry, r.outlook_date, r.source
        ORDER BY CASE WHEN i.imported_at < as_of + 1 THEN r.import_id ELSE -r.import_id END DESC, r.source_row
    ) = 1
)
SELECT industry, outlook_date, CAST(outlook_index AS DOUBLE) AS outlook_index, outlook, source
FROM version
WHERE outlook_date <= as_of
