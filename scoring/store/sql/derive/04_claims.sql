-- grain: one row per document of a touched customer, with what its row implies beyond the receipts and credits that name it
CREATE OR REPLACE TEMP VIEW claim AS
SELECT d.*, i.implied, i.implied_day
FROM doc d
LEFT JOIN implying i ON i.document_key = d.document_key
