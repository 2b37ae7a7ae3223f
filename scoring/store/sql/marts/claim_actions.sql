-- grain: one row per invoice past due on some day from since to as_of, and action logged by as_of on it, or on all of its
-- customer's, on a day on which it was past due and at whose end it was still open. day counts from 1970-01-01.
CREATE OR REPLACE MACRO claim_actions(since, as_of) AS TABLE
SELECT
    s.document_key, a.customer_id, date_diff('day', DATE '1970-01-01', a.done_on) AS day, a.channel, a.level, a.activity_id
FROM activity a
JOIN overdue_spells(since, as_of) s ON s.customer_id = a.customer_id AND coalesce(a.document_no = s.document_no, TRUE)
WHERE a.done_on <= as_of AND a.done_on >= s.late_date AND coalesce(a.done_on < s.end_date, TRUE)
