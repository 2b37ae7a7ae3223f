-- grain: one row per receipt of a touched customer that names no invoice; a table, so that the engine knows how few. Money
-- that a list of open items shows is on account there, so no invoice has taken it. account = number of customer and currency
CREATE OR REPLACE TEMP TABLE free AS
SELECT
    dense_rank() OVER (ORDER BY customer_id, currency) AS account, customer_id, currency, kind, receipt_date AS day,
    receipt_key AS key, CAST(amount * 100 AS BIGINT) AS cents
FROM rec
WHERE document_no IS NULL AND amount > 0 AND import_id NOT IN (SELECT import_id FROM open_list)
