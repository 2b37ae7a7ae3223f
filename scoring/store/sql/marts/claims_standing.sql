-- grain: one row per day of `days` and customer with invoices not closed for good by it, or overdue 91 days earlier: what is
-- open and overdue, now and then, and how far past due, as known on the day. past_due_amount = open at `threshold` days
-- past due or more. Converted at the `rates` of `rate_days`; without_rate = some are in a currency without, and in no
-- amount. Days never below 0. A claim can be paid and not closed for good: later entries (a payment turned back) open it
-- again, which nobody knew on the day; paid_on is then when it was paid, null where payments without date did.
CREATE OR REPLACE MACRO claims_standing(days, threshold, rate_days, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS as_of),
rate_list AS (
    SELECT
        CAST(unnest(rate_days) AS DATE) AS as_of, unnest(currencies) AS currency,
        CAST(unnest(rates) AS DECIMAL(20,12)) AS rate
),
look AS (
    SELECT as_of, as_of AS day, TRUE AS now, DATE '9999-12-31' AS due_before FROM asked
    UNION ALL
    SELECT as_of, as_of - 91, FALSE, as_of - 91 FROM asked
),
claim AS (
    SELECT
        document_key, customer_id, currency, amount, issue_date, due_date,
        coalesce(first_paid_date, DATE '9999-12-31') AS first_paid_date,
        coalesce(settled_date, DATE '9999-12-31') AS settled_date
    FROM document
    WHERE kind = 'invoice' AND issue_date <= list_max(days) AND coalesce(settled_date > CAST(list_min(days) AS DATE) - 91, TRUE)
),
begun AS (
    SELECT l.as_of, l.day, l.now, c.*
    FROM claim c
    JOIN look l ON c.first_paid_date <= l.day AND l.day < c.settled_date AND c.due_date < l.due_before
    WHERE c.first_paid_date < c.settled_date
),
paid AS (
    SELECT
        b.as_of, b.day, b.document_key, sum(a.amount) AS amount, max(a.value_date) AS last_date,
        bool_or(a.method = 'undated') AS undated
    FROM begun b
    JOIN allocation a ON a.document_key = b.document_key AND a.value_date <= b.day
    GROUP BY b.as_of, b.day, b.document_key
),
standing AS (
    SELECT
        l.as_of, l.now, c.customer_id, c.currency, c.due_date, c.amount AS open_amount, TRUE AS is_open,
        CAST(NULL AS DATE) AS paid_on, FALSE AS is_part
    FROM claim c
    JOIN look l ON c.issue_date <= l.day AND l.day < c.first_paid_date AND c.due_date < l.due_before
    UNION ALL
    SELECT
        b.as_of, b.now, b.customer_id, b.currency, b.due_date, b.amount - p.amount, b.amount <> p.amount,
        CASE WHEN b.amount = p.amount AND NOT p.undated THEN p.last_date END,
        b.issue_date > b.as_of - 365 AND (b.amount <> p.amount OR NOT p.undated AND b.first_paid_date < p.last_date)
    FROM begun b
    JOIN paid p ON p.as_of = b.as_of AND p.day = b.day AND p.document_key = b.document_key
    WHERE b.now OR b.amount <> p.amount
),
native AS (
    SELECT
        as_of, customer_id, currency, sum(open_amount) FILTER (WHERE now) AS open_amount,
        sum(open_amount) FILTER (WHERE now AND due_date < as_of) AS overdue,
        sum(open_amount) FILTER (WHERE now AND due_date <= as_of - threshold) AS past_due,
        sum(open_amount) FILTER (WHERE NOT now) AS overdue_before, min(due_date) FILTER (WHERE now AND is_open) AS oldest_due,
        max(date_diff('day', due_date, paid_on)) FILTER (WHERE now AND paid_on > as_of - 91) AS closed_3m,
        max(date_diff('day', due_date, paid_on)) FILTER (WHERE now AND paid_on > as_of - 182) AS closed_6m,
        max(date_diff('day', due_date, paid_on)) FILTER (WHERE now AND paid_on > as_of - 365) AS closed_12m,
        count(*) FILTER (WHERE now AND is_part) AS paid_in_part
    FROM standing
    GROUP BY as_of, customer_id, currency
),
sums AS (
    SELECT
        n.as_of, n.customer_id, coalesce(sum(CASE WHEN r.rate = 1 THEN n.open_amount ELSE round(n.open_amount * r.rate, 2) END), 0) AS open_amount,
        coalesce(sum(CASE WHEN r.rate = 1 THEN n.overdue ELSE round(n.overdue * r.rate, 2) END), 0) AS overdue,
        coalesce(sum(CASE WHEN r.rate = 1 THEN n.past_due ELSE round(n.past_due * r.rate, 2) END), 0) AS past_due_amount,
        coalesce(sum(CASE WHEN r.rate = 1 THEN n.overdue_before ELSE round(n.overdue_before * r.rate, 2) END), 0) AS overdue_before,
        date_diff('day', min(n.oldest_due), n.as_of) AS open_days, max(n.closed_3m) AS closed_3m,
        max(n.closed_6m) AS closed_6m, max(n.closed_12m) AS closed_12m, sum(n.paid_in_part) AS paid_in_part,
        bool_or(r.rate IS NULL) AS without_rate
    FROM native n
    LEFT JOIN rate_list r ON r.as_of = n.as_of AND r.currency = n.currency
    GROUP BY n.as_of, n.customer_id
)
SELECT
    as_of, customer_id, open_amount, overdue, past_due_amount, overdue_before, greatest(open_days, 0) AS oldest_days,
    CASE WHEN coalesce(open_days, closed_3m) IS NOT NULL THEN greatest(open_days, closed_3m, 0) END AS worst_3m,
    CASE WHEN coalesce(open_days, closed_6m) IS NOT NULL THEN greatest(open_days, closed_6m, 0) END AS worst_6m,
    CASE WHEN coalesce(open_days, closed_12m) IS NOT NULL THEN greatest(open_days, closed_12m, 0) END AS worst_12m,
    paid_in_part, without_rate
FROM sums
