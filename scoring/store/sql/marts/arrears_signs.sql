-- grain: one row per customer with an invoice past due on as_of: what may tell why it does not pay, as known that day, of
-- its claims and its notes of the year up to it and of the last 91 days, and the reason last noted. Claims that payments
-- without date closed are left out of its habit. Outside facts are null where none were imported.
CREATE OR REPLACE MACRO arrears_signs(as_of) AS TABLE
WITH late AS (
    SELECT
        customer_id, count(*) AS late_claims, count(*) FILTER (WHERE first_paid_date <= as_of) AS part_paid,
        count(*) FILTER (WHERE disputed) AS marked, mode(dispute_reason) FILTER (WHERE disputed) AS marked_reason
    FROM document
    WHERE kind = 'invoice' AND due_date < as_of AND issue_date <= as_of AND (settled_date IS NULL OR settled_date > as_of)
    GROUP BY customer_id
),
undated AS (SELECT DISTINCT document_key FROM allocation WHERE method = 'undated' AND value_date <= as_of),
year AS (
    SELECT
        customer_id, due_date, settled_date, settled_date <= as_of AS settled,
        due_date + 30 < as_of AND coalesce(settled_date > due_date + 30, TRUE) AS very_late
    FROM document
    WHERE kind = 'invoice' AND due_date > as_of - 365 AND due_date <= as_of AND issue_date <= as_of
        AND customer_id IN (SELECT customer_id FROM late)
        AND document_key NOT IN (SELECT document_key FROM undated)
),
habit AS (
    SELECT
        customer_id, count(*) FILTER (WHERE due_date + 30 < as_of OR settled) AS judged,
        count(*) FILTER (WHERE very_late) AS very_late,
        date_diff('day', min(due_date) FILTER (WHERE very_late), max(due_date) FILTER (WHERE very_late)) AS very_late_span,
        count(*) FILTER (WHERE settled) AS settled,
        count(*) FILTER (WHERE settled AND settled_date > due_date + 5) AS settled_late
    FROM year
    GROUP BY customer_id
),
ordered AS (
    SELECT customer_id, count(*) AS ordered_3m
    FROM document
    WHERE kind = 'invoice' AND issue_date > as_of - 91 AND issue_date <= as_of
    GROUP BY customer_id
),
received AS (
    SELECT customer_id, max(receipt_date) AS last_date, count(*) FILTER (WHERE receipt_date > as_of - 91) AS received_3m
    FROM receipt
    WHERE kind = 'receipt' AND amount > 0 AND receipt_date > as_of - 365 AND receipt_date <= as_of
    GROUP BY customer_id
),
promised AS (
    SELECT customer_id, count(*) AS broken
    FROM promises_kept(as_of)
    WHERE NOT kept AND promised_date > as_of - 365
    GROUP BY customer_id
),
told AS (
    SELECT
        customer_id, max(done_on) FILTER (WHERE outcome = 'says_paid' AND done_on > as_of - 60) AS says_paid_on,
        max(done_on) FILTER (WHERE outcome = 'plan_asked') AS plan_asked_on
    FROM activity
    WHERE done_on > as_of - 91 AND done_on <= as_of
    GROUP BY customer_id
),
contested AS (
    SELECT customer_id, count(*) AS disputes, mode(reason) AS reason FROM open_disputes(as_of) GROUP BY customer_id
),
noted AS (
    SELECT customer_id, reason, persistence, noted_on, made_by
    FROM arrears_reason
    WHERE noted_on <= as_of
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY noted_on DESC, reason_id DESC) = 1
)
SELECT
    l.customer_id, l.late_claims, l.part_paid, coalesce(h.judged, 0) AS judged, coalesce(h.very_late, 0) AS very_late,
    coalesce(h.very_late_span, 0) AS very_late_span, coalesce(h.settled, 0) AS settled,
    coalesce(h.settled_late, 0) AS settled_late, coalesce(o.ordered_3m, 0) AS ordered_3m,
    coalesce(r.received_3m, 0) AS received_3m, coalesce(p.broken, 0) AS broken,
    CASE WHEN coalesce(r.last_date < t.says_paid_on - 5, TRUE) THEN t.says_paid_on END AS says_paid_on, t.plan_asked_on,
    coalesce(c.disputes, 0) + l.marked AS disputes, coalesce(c.reason, l.marked_reason) AS dispute_reason,
    k.credit_limit, k.limit_currency, CAST(w.insolvencies_open AS INTEGER) AS insolvencies,
    CAST(w.enforcements_open AS INTEGER) AS enforcements, CAST(w.lawsuits_open AS INTEGER) AS lawsuits,
    CAST(w.outside_rating_drop AS INTEGER) AS rating_drop, f.interest_cover, f.current_ratio,
    n.reason AS recorded_reason, n.persistence AS recorded_persistence, n.noted_on AS recorded_on,
    n.made_by AS recorded_by
FROM late l
LEFT JOIN habit h ON h.customer_id = l.customer_id
LEFT JOIN ordered o ON o.customer_id = l.customer_id
LEFT JOIN received r ON r.customer_id = l.customer_id
LEFT JOIN promised p ON p.customer_id = l.customer_id
LEFT JOIN told t ON t.customer_id = l.customer_id
LEFT JOIN contested c ON c.customer_id = l.customer_id
LEFT JOIN noted n ON n.customer_id = l.customer_id
LEFT JOIN known_customers([as_of]) k ON k.customer_id = l.customer_id
LEFT JOIN warning_facts(as_of) w ON w.customer_id = l.customer_id
LEFT JOIN known_financials([as_of]) f ON f.customer_id = l.customer_id
