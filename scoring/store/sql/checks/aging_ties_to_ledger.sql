-- grain: one row per customer and currency whose buckets less credits differ from the ledger's balance on its last day
WITH day AS (SELECT max(day) AS as_of FROM movements()),
shown AS (
    SELECT customer_id, currency, sum(amount) AS amount FROM (
        SELECT customer_id, currency, open_amount AS amount
        FROM open_items((SELECT as_of FROM day), 'default', 'due', ['-'], [1])
        UNION ALL
        SELECT customer_id, currency, -on_account FROM on_account_items((SELECT as_of FROM day), ['-'], [1])
    )
    GROUP BY customer_id, currency
)
SELECT b.customer_id, b.currency, b.balance, coalesce(s.amount, 0) AS shown
FROM balances((SELECT as_of FROM day)) b
FULL JOIN shown s ON s.customer_id = b.customer_id AND s.currency = b.currency
WHERE coalesce(b.balance, 0) <> coalesce(s.amount, 0)
