-- grain: one row per allocation that counts before its document was issued
SELECT a.document_key, d.document_no, d.issue_date, a.value_date
FROM allocation a
JOIN document d ON d.document_key = a.document_key
WHERE a.value_date < d.issue_date
