-- grain: one row per receipt without reference and invoice it settles first-in-first-out (computed in ledger/fifo.py)
INSERT INTO matched
SELECT
    r.kind, f.source_key, f.document_key, r.customer_id, r.currency, f.amount, f.value_date, f.value_date, 'fifo'
FROM fifo f
JOIN rec r ON r.receipt_key = f.source_key
