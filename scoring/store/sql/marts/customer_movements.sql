-- grain: one row per movement of one customer up to as_of; amount > 0 raises what is owed
CREATE OR REPLACE MACRO customer_movements(customer, as_of) AS TABLE
SELECT day, kind, document_no, currency, amount, import_id, source_row
FROM movements()
WHERE customer_id = customer AND day <= as_of
