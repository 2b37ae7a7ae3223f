-- grain: one row per dispute that is open at the end of as_of; one without an opening date counts from the beginning
CREATE OR REPLACE MACRO open_disputes(as_of) AS TABLE
SELECT customer_id, document_no, opened_date, closed_date, reason, amount
FROM dispute
WHERE (opened_date IS NULL OR opened_date <= as_of) AND (closed_date IS NULL OR closed_date > as_of)
