-- grain: one row per dispute of a document or of a customer as a whole: as the latest import says, settled earlier where
-- people noted that it is, and as people noted it
CREATE OR REPLACE VIEW dispute AS
WITH said AS (
    SELECT customer_id, document_no, opened_date, closed_date, reason, amount FROM row_dispute
    QUALIFY row_number() OVER (
        PARTITION BY customer_id, document_no, opened_date ORDER BY import_id DESC, source_row
    ) = 1
),
settled AS (
    SELECT customer_id, document_no, opened_date, min(closed_date) AS closed_date
    FROM dispute_end
    GROUP BY customer_id, document_no, opened_date
)
SELECT
    s.customer_id, s.document_no, s.opened_date, least(s.closed_date, e.closed_date) AS closed_date, s.reason, s.amount
FROM said s
LEFT JOIN settled e
    ON e.customer_id = s.customer_id AND e.document_no IS NOT DISTINCT FROM s.document_no
    AND e.opened_date IS NOT DISTINCT FROM s.opened_date
UNION ALL
SELECT customer_id, document_no, opened_date, closed_date, reason, amount FROM dispute_noted
