-- grain: one row per customer and currency with an invoice open on as_of: what is open, past due, and past due but in
-- dispute that day (of the document, of the customer as a whole, or marked on the invoice itself), converted at `rates`;
-- oldest_days = days past due of the oldest invoice that nobody disputes (of all of them where each is disputed),
-- disputed_days = of the oldest in dispute, null where none is
CREATE OR REPLACE MACRO arrears(as_of, currencies, rates) AS TABLE
WITH contested AS (
    SELECT DISTINCT customer_id, document_no FROM open_disputes(as_of)
),
claim AS (
    SELECT
        o.customer_id, o.currency, o.reporting_amount, o.days_past_due,
        coalesce(o.disputed, false) OR d.customer_id IS NOT NULL OR w.customer_id IS NOT NULL AS disputed
    FROM open_items(as_of, 'severity', 'due', currencies, rates) o
    LEFT JOIN contested d ON d.customer_id = o.customer_id AND d.document_no = o.document_no
    LEFT JOIN contested w ON w.customer_id = o.customer_id AND w.document_no IS NULL
)
SELECT
    customer_id, currency, sum(reporting_amount) AS open_amount,
    coalesce(sum(reporting_amount) FILTER (WHERE days_past_due > 0), 0) AS overdue,
    coalesce(sum(reporting_amount) FILTER (WHERE days_past_due > 0 AND disputed), 0) AS disputed_overdue,
    coalesce(max(days_past_due) FILTER (WHERE NOT disputed), max(days_past_due)) AS oldest_days,
    max(days_past_due) FILTER (WHERE disputed) AS disputed_days
FROM claim
GROUP BY customer_id, currency
