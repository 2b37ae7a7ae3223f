-- grain: one row: the days the ledger spans and how much it holds
CREATE OR REPLACE MACRO extent() AS TABLE
SELECT
    (SELECT min(issue_date) FROM document) AS first_date,
    greatest(
        (SELECT max(issue_date) FROM document),
        (SELECT max(receipt_date) FROM receipt)
    ) AS last_date,
    (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM customer) AS customers,
    (SELECT count(*) FROM receipt WHERE origin = 'receipt') AS receipts,
    (SELECT max(imported_at) FROM import WHERE undone_at IS NULL) AS last_import_at
