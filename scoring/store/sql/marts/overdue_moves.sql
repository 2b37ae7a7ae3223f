-- grain: one row per invoice overdue at the end of from_date, of to_date or of both, and what became of it: see
-- moves_between
CREATE OR REPLACE MACRO overdue_moves(from_date, to_date, currencies, rates) AS TABLE
SELECT
    document_key, customer_id, customer_name, parent_id, nature, industry, region, owner, size, document_no, issue_date,
    due_date, currency, opening, come, credited, written_off, paid, closing, fate
FROM moves_between(from_date, to_date, 'default', currencies, rates)
WHERE fate IS NOT NULL
