-- grain: one row per customer and currency: everything since the beginning, and the balance it leaves on as_of
CREATE OR REPLACE MACRO balances(as_of) AS TABLE
SELECT
    customer_id, currency,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'invoice'), 0) AS DECIMAL(18,2)) AS invoices,
    CAST(coalesce(-sum(amount) FILTER (WHERE kind = 'credit_note'), 0) AS DECIMAL(18,2)) AS credit_notes,
    CAST(coalesce(-sum(amount) FILTER (WHERE kind = 'receipt'), 0) AS DECIMAL(18,2)) AS receipts,
    CAST(coalesce(-sum(amount) FILTER (WHERE kind = 'write_off'), 0) AS DECIMAL(18,2)) AS write_offs,
    CAST(sum(amount) AS DECIMAL(18,2)) AS balance
FROM movements()
WHERE day <= as_of
GROUP BY customer_id, currency
