-- grain: one row per customer, currency and bucket of the default scheme: the money, as it is, that entered it, and of it what
-- was still unpaid on the first day of the next (of the last bucket: `lost_after_days` past due). Of claims for which that
-- later day lies after from_date and up to as_of, so that how they ended is known, and no claim counts as paid because it
-- is young. Money written off is unpaid for good; credit notes count as paid. claims = invoices not closed on entering.
-- Invoices that a payment without date closed are left out. An invoice enters its first bucket with its whole amount.
-- Allocations are looked up only of invoices that were not closed at once by money or credit: the others tell it themselves.
-- Days are looked up once per number of days, of which there are few: how many steps lie before them (steps 0, 1, ...).
CREATE OR REPLACE MACRO native_flows(from_date, as_of, lost_after_days) AS TABLE
WITH step AS (
    SELECT position, bucket, lead(from_day, 1, lost_after_days) OVER (ORDER BY position) AS next_day
    FROM scheme_bucket
    WHERE scheme = 'default'
),
undated AS (SELECT DISTINCT document_key FROM allocation WHERE method = 'undated' AND value_date <= as_of),
written_off AS (SELECT DISTINCT document_key FROM allocation WHERE source_kind = 'write_off'),
claim AS (
    SELECT
        document_key, customer_id, currency, amount, due_date, date_diff('day', due_date, issue_date) AS born,
        date_diff('day', due_date, settled_date) AS closed,
        first_paid_date = settled_date AND document_key NOT IN (SELECT document_key FROM written_off) AS at_once,
        first_paid_date IS NOT NULL AS was_paid
    FROM document
    WHERE kind <> 'credit_note' AND issue_date <= as_of AND due_date > from_date - lost_after_days AND due_date <= as_of
        AND document_key NOT IN (SELECT document_key FROM undated)
),
due AS (
    SELECT
        d.due_date, count(*) FILTER (WHERE d.due_date + s.next_day <= from_date) AS first_step,
        count(*) FILTER (WHERE d.due_date + s.next_day <= as_of) - 1 AS last_step
    FROM (SELECT DISTINCT due_date FROM claim) d
    CROSS JOIN step s
    GROUP BY d.due_date
),
payment AS (
    SELECT customer_id, currency, due_date, born, closed AS day, -amount AS amount FROM claim WHERE at_once
    UNION ALL
    SELECT c.customer_id, c.currency, c.due_date, c.born, date_diff('day', c.due_date, a.value_date), -a.amount
    FROM allocation a
    JOIN (SELECT * FROM claim WHERE at_once IS DISTINCT FROM TRUE AND was_paid) c
        ON c.document_key = a.document_key
    WHERE a.source_kind <> 'write_off'
),
day AS (
    SELECT
        d.day, count(*) FILTER (WHERE s.next_day < d.day) AS steps_before,
        count(*) FILTER (WHERE s.next_day <= d.day) AS steps_until
    FROM (SELECT born AS day FROM claim UNION SELECT closed FROM claim UNION SELECT day FROM payment) d
    CROSS JOIN step s
    WHERE d.day IS NOT NULL
    GROUP BY d.day
),
coded AS (
    SELECT
        c.customer_id, c.currency, u.first_step, u.last_step, b.steps_until AS born_in, NULL AS paid_in,
        coalesce(e.steps_before, 1000) AS closed_in, sum(c.amount) AS amount, count(*) AS claims
    FROM claim c
    JOIN due u ON u.due_date = c.due_date
    JOIN day b ON b.day = c.born
    LEFT JOIN day e ON e.day = c.closed
    WHERE u.first_step <= u.last_step
    GROUP BY ALL
    UNION ALL
    SELECT p.customer_id, p.currency, u.first_step, u.last_step, b.steps_until, e.steps_before, NULL, sum(p.amount), 0
    FROM payment p
    JOIN due u ON u.due_date = p.due_date
    JOIN day b ON b.day = p.born
    JOIN day e ON e.day = p.day
    WHERE u.first_step <= u.last_step
    GROUP BY ALL
)
SELECT
    c.customer_id, c.currency, s.bucket, s.position,
    sum(c.amount) FILTER (WHERE c.paid_in IS NULL OR (c.paid_in < s.position AND c.born_in < s.position)) AS entered,
    sum(c.amount) FILTER (WHERE c.paid_in IS NULL OR c.paid_in <= s.position) AS rolled,
    sum(c.claims) FILTER (WHERE c.closed_in >= s.position OR c.born_in = s.position) AS claims
FROM coded c
JOIN step s ON s.position >= c.born_in AND s.position BETWEEN c.first_step AND c.last_step
GROUP BY c.customer_id, c.currency, s.bucket, s.position
