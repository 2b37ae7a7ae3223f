-- grain: one row per dispute of a document or of a customer as a whole: as the latest import says, and as people noted it
CREATE OR REPLACE VIEW dispute AS
SELECT customer_id, document_no, opened_date, closed_date, reason, amount FROM row_dispute
QUALIFY row_number() OVER (
    PARTITION BY customer_id, document_no, opened_date ORDER BY import_id DESC, source_row
) = 1
UNION ALL
SELECT customer_id, document_no, opened_date, closed_date, reason, amount FROM dispute_noted
