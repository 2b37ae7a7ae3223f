-- grain: one row per document whose sign does not fit its kind
SELECT document_key, document_no, kind, amount FROM document
WHERE (kind = 'invoice' AND amount <= 0) OR (kind = 'credit_note' AND amount >= 0)
