-- grain: one row per dispute opened by as_of, as known then: days = how long it has been open, or was until it was closed
CREATE OR REPLACE MACRO disputes_on(as_of) AS TABLE
SELECT
    customer_id, document_no, opened_date, CASE WHEN closed_date <= as_of THEN closed_date END AS closed_date, reason,
    amount, date_diff('day', opened_date, least(coalesce(closed_date, as_of), as_of)) AS days
FROM dispute
WHERE opened_date <= as_of
