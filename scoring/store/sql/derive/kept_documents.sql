-- grain: one row per arriving document, written once with all that is derived of it: to change a row that came in the same
-- transaction writes all of them again
INSERT INTO row_document_full BY NAME
SELECT
    * EXCLUDE (arriving, implied, implied_day, implied_amount, first_paid, closed, closed_date, first_paid_date),
    implied AS implied_amount, closed AS closed_date, first_paid AS first_paid_date
FROM settlement
WHERE arriving AND NOT getvariable('arrive_plain');

INSERT INTO row_document_plain BY NAME
SELECT
    imported_at, document_key, customer_id, document_no, issue_date, due_date, amount, currency, credits_document_no,
    implied AS implied_amount, closed AS closed_date, first_paid AS first_paid_date
FROM settlement
WHERE arriving AND getvariable('arrive_plain')
