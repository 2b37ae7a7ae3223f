-- grain: one row per day of `days` and customer with invoices issued by it: since when, how many came due (3 stands for 3
-- or more), what was bought in the 365 days up to it, and how far past due what was closed for good in them had come.
-- Converted at the `rates` of `rate_days`; without_rate = some of it in a currency without, and in no amount. Days never
-- below 0; invoices that payments without date closed are left out of them.
CREATE OR REPLACE MACRO invoice_history(days, rate_days, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS as_of),
rate_list AS (
    SELECT
        CAST(unnest(rate_days) AS DATE) AS as_of, unnest(currencies) AS currency,
        CAST(unnest(rates) AS DECIMAL(20,12)) AS rate
),
window_day AS (SELECT * FROM window_days(days)),
span_of AS (SELECT DISTINCT day, span FROM window_day),
span AS (SELECT DISTINCT span, as_of, in_91, in_182 FROM window_day),
known AS (
    SELECT
        customer_id, min(issue_date) AS first_issue_date, min(greatest(issue_date, due_date), 3) AS first_due_days
    FROM document
    WHERE kind = 'invoice' AND issue_date <= list_max(days)
    GROUP BY customer_id
),
bought_by_span AS (
    SELECT
        d.customer_id, d.currency, w.span, count(*) AS invoices, sum(d.amount) AS sales,
        sum(date_diff('day', d.issue_date, d.due_date)) AS terms_days
    FROM document d
    JOIN span_of w ON w.day = d.issue_date
    WHERE d.kind = 'invoice' AND d.issue_date > CAST(list_min(days) AS DATE) - 365 AND d.issue_date <= list_max(days)
    GROUP BY d.customer_id, d.currency, w.span
),
native AS (
    SELECT
        a.as_of, b.customer_id, b.currency, sum(b.invoices) AS invoices, sum(b.sales) AS sales,
        sum(b.sales) FILTER (WHERE a.in_91) AS sales_3m, sum(b.terms_days) AS terms_days
    FROM bought_by_span b
    JOIN span a ON a.span = b.span
    GROUP BY a.as_of, b.customer_id, b.currency
),
bought AS (
    SELECT
        n.as_of, n.customer_id, sum(n.invoices) AS invoices,
        sum(CASE WHEN r.rate = 1 THEN n.sales ELSE round(n.sales * r.rate, 2) END) AS sales,
        sum(CASE WHEN r.rate = 1 THEN n.sales_3m ELSE round(n.sales_3m * r.rate, 2) END) AS sales_3m,
        CAST(sum(n.terms_days) AS DOUBLE) / sum(n.invoices) AS terms_days_mean, bool_or(r.rate IS NULL) AS without_rate
    FROM native n
    LEFT JOIN rate_list r ON r.as_of = n.as_of AND r.currency = n.currency
    GROUP BY n.as_of, n.customer_id
),
closed_by_span AS (
    SELECT
        d.customer_id, w.span, max(greatest(date_diff('day', d.due_date, d.settled_date), 0)) AS worst_days
    FROM document d
    JOIN span_of w ON w.day = d.settled_date
    WHERE d.kind = 'invoice' AND d.settled_date > CAST(list_min(days) AS DATE) - 365 AND d.settled_date <= list_max(days)
        AND d.document_key NOT IN (SELECT document_key FROM allocation WHERE method = 'undated')
    GROUP BY d.customer_id, w.span
),
closed AS (
    SELECT
        a.as_of, c.customer_id, max(c.worst_days) FILTER (WHERE a.in_91) AS worst_3m,
        max(c.worst_days) FILTER (WHERE a.in_182) AS worst_6m, max(c.worst_days) AS worst_12m
    FROM closed_by_span c
    JOIN span a ON a.span = c.span
    GROUP BY a.as_of, c.customer_id
),
in_parts AS (
    SELECT a.as_of, d.customer_id, count(*) AS invoices
    FROM document d
    JOIN asked a ON d.settled_date <= a.as_of AND d.issue_date > a.as_of - 365
    WHERE d.kind = 'invoice' AND d.first_paid_date < d.settled_date AND d.settled_date <= list_max(days)
        AND d.issue_date > CAST(list_min(days) AS DATE) - 365
    GROUP BY a.as_of, d.customer_id
)
SELECT
    a.as_of, k.customer_id, k.first_issue_date,
    len(list_filter(k.first_due_days, lambda day: day <= a.as_of)) AS invoices_due,
    coalesce(b.invoices, 0) AS invoices, coalesce(p.invoices, 0) AS paid_in_part, coalesce(b.sales, 0) AS sales,
    coalesce(b.sales_3m, 0) AS sales_3m, b.terms_days_mean, c.worst_3m, c.worst_6m, c.worst_12m,
    coalesce(b.without_rate, FALSE) AS without_rate
FROM known k
JOIN asked a ON a.as_of >= k.first_issue_date
LEFT JOIN bought b ON b.as_of = a.as_of AND b.customer_id = k.customer_id
LEFT JOIN closed c ON c.as_of = a.as_of AND c.customer_id = k.customer_id
LEFT JOIN in_parts p ON p.as_of = a.as_of AND p.customer_id = k.customer_id
