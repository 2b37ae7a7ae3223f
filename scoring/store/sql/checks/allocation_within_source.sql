-- grain: one row per receipt of which more was allocated than came in
SELECT a.source_key, r.amount, sum(a.amount) AS allocated
FROM allocation a
JOIN receipt r ON r.receipt_key = a.source_key AND a.source_kind <> 'credit_note'
GROUP BY a.source_key, r.amount
HAVING abs(sum(a.amount)) > abs(r.amount)
