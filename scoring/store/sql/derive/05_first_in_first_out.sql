-- grain: one row per receipt without reference and invoice it settles first-in-first-out (computed in ledger/fifo.py)
INSERT INTO matched
SELECT
    r.kind, f.source_key, f.document_key, r.customer_id, r.currency, f.amount, DATE '1970-01-01' + CAST(f.day AS INTEGER),
    DATE '1970-01-01' + CAST(f.day AS INTEGER), 'fifo'
FROM fifo f
JOIN free r ON r.key = f.source_key
