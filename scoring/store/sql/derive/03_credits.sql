-- grain: one row per credit note of a touched customer that names a document; a table, so that the engine knows how few
CREATE OR REPLACE TEMP TABLE credit AS
SELECT document_key, customer_id, credits_document_no, currency, amount, issue_date FROM doc
WHERE kind = 'credit_note' AND credits_document_no IS NOT NULL
