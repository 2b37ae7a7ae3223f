-- grain: one row per receipt of a touched customer that names no invoice; a table, so that the engine knows how few. Money
-- that a list of open items shows is on account there, so no invoice has taken it
CREATE OR REPLACE TEMP TABLE free AS
SELECT customer_id, currency, receipt_date AS day, 'receipt' AS what, receipt_key AS key, amount
FROM rec
WHERE document_no IS NULL AND amount > 0 AND import_id NOT IN (SELECT import_id FROM open_list)
