-- grain: one row per receipt, write-off or credit note of which a part has found no invoice by as_of (day's end)
CREATE OR REPLACE MACRO on_account_items(as_of, currencies, rates) AS TABLE
WITH source AS (
    SELECT
        kind AS source_kind, receipt_key AS source_key, customer_id, coalesce(receipt_no, document_no) AS document_no,
        receipt_date AS value_date, currency, amount, import_id, source_row
    FROM receipt
    WHERE receipt_date <= as_of AND (used_date IS NULL OR used_date > as_of)
    UNION ALL
    SELECT
        'credit_note', document_key, customer_id, document_no, issue_date, currency, -amount, import_id, source_row
    FROM document
    WHERE kind = 'credit_note' AND issue_date <= as_of AND (settled_date IS NULL OR settled_date > as_of)
),
used AS (
    SELECT source_kind, source_key, sum(amount) AS amount
    FROM allocation
    WHERE value_date <= as_of AND (source_kind, source_key) IN (SELECT (source_kind, source_key) FROM source)
    GROUP BY source_kind, source_key
),
refunded AS (
    SELECT document_key, sum(amount) AS amount
    FROM allocation
    WHERE value_date <= as_of
        AND document_key IN (SELECT source_key FROM source WHERE source_kind = 'credit_note')
    GROUP BY document_key
),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
left_over AS (
    SELECT
        s.*,
        CAST(
            s.amount - coalesce(u.amount, 0)
            + CASE WHEN s.source_kind = 'credit_note' THEN coalesce(f.amount, 0) ELSE 0 END AS DECIMAL(18,2)
        ) AS on_account
    FROM source s
    LEFT JOIN used u ON u.source_kind = s.source_kind AND u.source_key = s.source_key
    LEFT JOIN refunded f ON s.source_kind = 'credit_note' AND f.document_key = s.source_key
)
SELECT
    s.source_kind, s.source_key, s.customer_id, c.name AS customer_name,
    coalesce(c.parent_id, s.customer_id) AS parent_id, c.nature, c.industry, c.region, c.owner, c.size, s.document_no,
    s.value_date, s.currency, s.amount, s.on_account,
    CAST(round(s.on_account * r.rate, 2) AS DECIMAL(18,2)) AS reporting_amount, s.import_id, s.source_row
FROM left_over s
LEFT JOIN rate_list r ON r.currency = s.currency
LEFT JOIN customer c ON c.customer_id = s.customer_id
WHERE s.on_account <> 0
