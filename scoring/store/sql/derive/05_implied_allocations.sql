-- grain: one row per implied settlement, added to the allocations
INSERT INTO alloc
SELECT
    kind, -document_key, document_key, customer_id, currency, amount, value_date, value_date, method
FROM implied
