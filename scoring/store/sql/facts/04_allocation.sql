-- grain: one row per source (receipt, write-off, credit note) and invoice it settles in part or whole.
-- value_date = day it counts; matched_date = day it was matched; method 'explicit', 'fifo', 'settled_date' or 'undated'
CREATE OR REPLACE VIEW allocation AS
SELECT source_kind, source_key, document_key, customer_id, currency, amount, value_date, matched_date, method
FROM matched
UNION ALL
SELECT
    kind, source_key, document_key, customer_id, currency, amount, value_date, value_date,
    CASE WHEN dated THEN 'settled_date' ELSE 'undated' END
FROM implied
