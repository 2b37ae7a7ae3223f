-- grain: one row per receipt of a touched customer that is used up on another day than it stands
UPDATE row_receipt SET used_date = n.used
FROM (SELECT receipt_key, used FROM usage WHERE NOT arriving AND used IS DISTINCT FROM used_date) n
WHERE row_receipt.receipt_key = n.receipt_key AND row_receipt.superseded_by IS NULL
