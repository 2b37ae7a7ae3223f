-- grain: one row per day of `days` and customer with an invoice open at that day's end: what was then asked of it (past due
-- and undisputed, else past due and in dispute, else all that was open), what of that was paid in money in the horizon_days after it, how
-- late the oldest undisputed claim was, after how many days it was settled (null = not by as_of), how late the oldest of the
-- same claims still open after the horizon was then (null = none left). Converted at `rates`. Claims with a payment without
-- date are left out, so are currencies that `currencies` does not name. Days whose horizon ends after as_of are left out.
CREATE OR REPLACE MACRO peers_followed(days, horizon_days, as_of, currencies, rates) AS TABLE
WITH asked AS (
    SELECT DISTINCT day FROM (SELECT CAST(unnest(days) AS DATE) AS day) WHERE day + horizon_days <= as_of
),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
undated AS (SELECT DISTINCT document_key FROM allocation WHERE method = 'undated'),
owed AS (
    SELECT
        q.day, d.document_key, d.customer_id, d.document_no, d.amount, d.due_date, d.settled_date, d.first_paid_date,
        coalesce(d.disputed, FALSE) AS marked, r.rate
    FROM document d
    JOIN asked q ON d.issue_date <= q.day AND q.day < coalesce(d.settled_date, DATE '9999-12-31')
    JOIN rate_list r ON r.currency = d.currency
    WHERE d.kind = 'invoice' AND d.document_key NOT IN (SELECT document_key FROM undated)
),
paid AS (
    SELECT
        o.day, o.document_key, sum(a.amount) FILTER (WHERE a.value_date <= o.day) AS before,
        sum(a.amount) FILTER (WHERE a.value_date > o.day AND a.source_kind = 'receipt') AS within
    FROM owed o
    JOIN allocation a ON a.document_key = o.document_key AND a.value_date <= o.day + horizon_days
    WHERE o.first_paid_date <= o.day + horizon_days
    GROUP BY o.day, o.document_key
),
contested AS (
    SELECT DISTINCT q.day, d.customer_id, d.document_no
    FROM dispute d
    JOIN asked q ON (d.opened_date IS NULL OR d.opened_date <= q.day) AND (d.closed_date IS NULL OR d.closed_date > q.day)
),
claim AS (
    SELECT
        o.day, o.customer_id, date_diff('day', o.due_date, o.day) AS late,
        CAST(round((o.amount - coalesce(p.before, 0)) * o.rate, 2) AS DOUBLE) AS amount,
        CAST(round(coalesce(p.within, 0) * o.rate, 2) AS DOUBLE) AS paid,
        CASE WHEN o.settled_date <= as_of THEN o.settled_date ELSE DATE '9999-12-31' END AS settled,
        coalesce(o.settled_date > o.day + horizon_days, TRUE) AS left_open,
        o.marked OR c.customer_id IS NOT NULL OR w.customer_id IS NOT NULL AS disputed
    FROM owed o
    LEFT JOIN paid p ON p.day = o.day AND p.document_key = o.document_key
    LEFT JOIN contested c ON c.day = o.day AND c.customer_id = o.customer_id AND c.document_no = o.document_no
    LEFT JOIN contested w ON w.day = o.day AND w.customer_id = o.customer_id AND w.document_no IS NULL
),
summed AS (
    SELECT
        day, customer_id, coalesce(max(late) FILTER (WHERE NOT disputed), max(late)) AS oldest_days,
        coalesce(arg_max(settled, late) FILTER (WHERE NOT disputed), arg_max(settled, late)) AS settled,
        coalesce(max(late) FILTER (WHERE NOT disputed AND left_open), max(late) FILTER (WHERE left_open)) AS late_then,
        sum(amount) AS open_amount, sum(paid) AS open_paid,
        sum(amount) FILTER (WHERE late > 0 AND NOT disputed) AS due_amount,
        sum(paid) FILTER (WHERE late > 0 AND NOT disputed) AS due_paid,
        sum(amount) FILTER (WHERE late > 0) AS late_amount, sum(paid) FILTER (WHERE late > 0) AS late_paid
    FROM claim
    GROUP BY day, customer_id
)
SELECT
    day, customer_id, oldest_days,
    coalesce(due_amount, late_amount, open_amount) AS amount,
    CASE WHEN due_amount IS NOT NULL THEN due_paid WHEN late_amount IS NOT NULL THEN late_paid ELSE open_paid END AS paid,
    CASE WHEN settled <= as_of THEN date_diff('day', day, settled) END AS settled_after,
    late_then + horizon_days AS oldest_then
FROM summed
