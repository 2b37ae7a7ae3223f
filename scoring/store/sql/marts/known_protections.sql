-- grain: one row per protection (deposit, guarantee, retention, insurance) in force on as_of.
-- Of several versions of one the one known on as_of counts, as in known_customers: a first load fills the past back. Null
-- valid_from = since ever, null valid_to = without end, null amount = no ceiling, null cover_share = up to the amount.
CREATE OR REPLACE MACRO known_protections(as_of) AS TABLE
WITH version AS (
    SELECT r.*
    FROM row_protection r
    JOIN import i ON i.import_id = r.import_id
    QUALIFY row_number() OVER (
        PARTITION BY r.customer_id, r.protection, r.provider, r.valid_from
        ORDER BY CASE WHEN i.imported_at < as_of + 1 THEN r.import_id ELSE -r.import_id END DESC, r.source_row
    ) = 1
)
SELECT customer_id, protection, amount, currency, cover_share, valid_from, valid_to, provider
FROM version
WHERE coalesce(valid_from <= as_of, TRUE) AND coalesce(valid_to >= as_of, TRUE)
