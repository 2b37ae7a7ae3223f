-- grain: one row per currency of documents issued and receipts booked up to as_of
CREATE OR REPLACE MACRO currencies_in(as_of) AS TABLE
SELECT currency, count(*) FILTER (WHERE kind IN ('invoice', 'credit_note')) AS documents
FROM movements()
WHERE day <= as_of
GROUP BY currency
