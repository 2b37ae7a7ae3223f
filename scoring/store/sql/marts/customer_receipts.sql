-- grain: one row per receipt or write-off of one customer up to as_of
CREATE OR REPLACE MACRO customer_receipts(customer, as_of) AS TABLE
SELECT receipt_key, receipt_no, kind, receipt_date, matched_date, amount, currency, method, document_no, origin,
    import_id, source_row
FROM receipt
WHERE customer_id = customer AND receipt_date <= as_of
