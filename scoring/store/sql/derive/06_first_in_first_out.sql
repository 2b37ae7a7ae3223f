-- grain: one row per receipt without reference and invoice it settles first-in-first-out (computed in ledger/fifo.py)
INSERT INTO alloc
SELECT
    r.kind, f.source_key, f.document_key, d.customer_id, d.currency, f.amount, f.value_date, f.value_date, 'fifo'
FROM fifo f
JOIN doc d ON d.document_key = f.document_key
JOIN rec r ON r.receipt_key = f.source_key
