-- grain: one row per document that the list of the import holds
INSERT INTO row_listed
SELECT $import_id, document_key FROM document
WHERE (customer_id, document_no) IN (SELECT (customer_id, document_no) FROM incoming)
    OR document_no IN (SELECT document_no FROM refused)
