-- grain: one row per customer, agency and date of an outside rating up to as_of; versions as in known_protections
CREATE OR REPLACE MACRO known_ratings(as_of) AS TABLE
WITH version AS (
    SELECT r.*
    FROM row_rating r
    JOIN import i ON i.import_id = r.import_id
    QUALIFY row_number() OVER (
        PARTITION BY r.customer_id, r.agency, r.rating_date
        ORDER BY CASE WHEN i.imported_at < as_of + 1 THEN r.import_id ELSE -r.import_id END DESC, r.source_row
    ) = 1
)
SELECT customer_id, agency, rating, rating_date, watch
FROM version
WHERE rating_date <= as_of
