-- grain: one row per incoming receipt, with what becomes of it (outcome) and the customer and currency it is kept with
CREATE OR REPLACE TEMP TABLE receipt_landing AS
WITH named AS (
    SELECT
        document_no, min(customer_id) AS customer_id, count(DISTINCT customer_id) AS customers,
        min(currency) AS currency
    FROM (
        SELECT document_no, customer_id, currency FROM document
        UNION ALL
        SELECT document_no, customer_id, currency FROM arriving_document
    )
    WHERE document_no IN (SELECT document_no FROM incoming_receipts WHERE customer_id IS NULL OR currency IS NULL)
    GROUP BY document_no
),
placed AS (
    SELECT
        i.* REPLACE (coalesce(i.customer_id, n.customer_id) AS customer_id),
        i.customer_id AS given_customer_id,
        n.customers AS customers_named,
        coalesce(i.currency, n.currency, getvariable('currency')) AS kept_currency
    FROM incoming_receipts i
    LEFT JOIN named n ON n.document_no = i.document_no
),
present AS (
    SELECT * FROM row_receipt
    WHERE superseded_by IS NULL AND receipt_no IN (SELECT receipt_no FROM incoming_receipts)
)
SELECT
    i.*,
    p.receipt_key, p.import_id AS present_import_id, p.source_row AS present_row, p.amount AS present_amount,
    p.receipt_date AS present_receipt_date, p.currency AS present_currency,
    CASE WHEN i.customer_id IS NULL THEN 'receipt_unknown_document'
         WHEN i.given_customer_id IS NULL AND i.customers_named > 1 THEN 'receipt_ambiguous_document'
         WHEN p.receipt_key IS NULL THEN 'new'
         WHEN p.amount <> i.amount OR p.receipt_date <> i.receipt_date OR p.currency <> i.kept_currency
             THEN 'receipt_conflict'
         WHEN p.kind IS NOT DISTINCT FROM i.kind
              AND p.matched_date IS NOT DISTINCT FROM coalesce(i.matched_date, p.matched_date) THEN 'duplicate'
         ELSE 'updated' END AS outcome
FROM placed i
LEFT JOIN present p
    ON p.customer_id = i.customer_id AND p.receipt_no = i.receipt_no
    AND p.document_no IS NOT DISTINCT FROM i.document_no
