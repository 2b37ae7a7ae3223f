-- grain: one row per document that took more than it claims, or gave back more than it took
SELECT a.document_key, d.document_no, d.amount, sum(a.amount) AS allocated
FROM allocation a
JOIN document d ON d.document_key = a.document_key
GROUP BY a.document_key, d.document_no, d.amount
HAVING abs(sum(a.amount)) > abs(d.amount) OR sum(a.amount) * d.amount < 0
