-- grain: one row per allocation to one document up to as_of
CREATE OR REPLACE MACRO document_allocations(document, as_of) AS TABLE
SELECT source_kind, source_key, amount, currency, value_date, matched_date, method
FROM allocation
WHERE document_key = document AND value_date <= as_of
