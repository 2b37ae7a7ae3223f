-- grain: one row per customer and currency that moved after from_date and up to to_date; every amount >= 0 as a rule
CREATE OR REPLACE MACRO flows(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
moved AS (
    SELECT m.*, CAST(round(m.amount * r.rate, 2) AS DECIMAL(18,2)) AS reporting_amount
    FROM movements() m
    LEFT JOIN rate_list r ON r.currency = m.currency
    WHERE m.day > from_date AND m.day <= to_date
)
SELECT
    customer_id, currency,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'invoice'), 0) AS DECIMAL(18,2)) AS invoices,
    CAST(coalesce(-sum(amount) FILTER (WHERE kind = 'credit_note'), 0) AS DECIMAL(18,2)) AS credit_notes,
    CAST(coalesce(-sum(amount) FILTER (WHERE kind = 'receipt'), 0) AS DECIMAL(18,2)) AS receipts,
    CAST(coalesce(-sum(amount) FILTER (WHERE kind = 'write_off'), 0) AS DECIMAL(18,2)) AS write_offs,
    CAST(sum(amount) AS DECIMAL(18,2)) AS change,
    CAST(coalesce(sum(reporting_amount) FILTER (WHERE kind = 'invoice'), 0) AS DECIMAL(18,2)) AS reporting_invoices,
    CAST(coalesce(-sum(reporting_amount) FILTER (WHERE kind = 'credit_note'), 0) AS DECIMAL(18,2)) AS reporting_credit_notes,
    CAST(coalesce(-sum(reporting_amount) FILTER (WHERE kind = 'receipt'), 0) AS DECIMAL(18,2)) AS reporting_receipts,
    CAST(coalesce(-sum(reporting_amount) FILTER (WHERE kind = 'write_off'), 0) AS DECIMAL(18,2)) AS reporting_write_offs,
    CAST(sum(reporting_amount) AS DECIMAL(18,2)) AS reporting_change
FROM moved
GROUP BY customer_id, currency
