-- grain: one row per document, and receipt on account, that the list of the import holds
INSERT INTO row_listed
SELECT $import_id, document_key FROM document
WHERE (customer_id, document_no) IN (SELECT (customer_id, document_no) FROM incoming)
    OR document_no IN (SELECT document_no FROM refused)
UNION
SELECT $import_id, receipt_key FROM row_receipt
WHERE superseded_by IS NULL AND (
    (customer_id, receipt_no) IN (SELECT (customer_id, receipt_no) FROM incoming_money)
    OR receipt_no IN (SELECT document_no FROM refused)
)
