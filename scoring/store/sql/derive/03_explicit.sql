-- grain: one row per source and document it names, as far as the document can take it.
-- A document takes what names it in order of date until it is used up; what is over stays on account. A reversal
-- (negative receipt) gives back. Money before the invoice counts from the invoice's day.
INSERT INTO matched
WITH named AS (
    SELECT
        r.kind AS source_kind, r.receipt_key AS source_key, d.document_key, d.customer_id, d.currency,
        r.amount AS offered, d.amount AS wanted, greatest(r.receipt_date, d.issue_date) AS value_date,
        greatest(coalesce(r.matched_date, r.receipt_date), d.issue_date) AS matched_date
    FROM rec r
    JOIN doc d
        ON d.customer_id = r.customer_id AND d.document_no = r.document_no AND d.currency = r.currency
        AND (d.kind = 'invoice' OR r.amount < 0)
    UNION ALL
    SELECT
        'credit_note', c.document_key, d.document_key, d.customer_id, d.currency, -c.amount, d.amount,
        greatest(c.issue_date, d.issue_date), greatest(c.issue_date, d.issue_date)
    FROM credit c
    JOIN doc d
        ON d.customer_id = c.customer_id AND d.document_no = c.credits_document_no AND d.currency = c.currency
        AND d.kind = 'invoice'
),
running AS (
    SELECT
        *,
        sum(offered) OVER (
            PARTITION BY document_key ORDER BY value_date, source_kind, source_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS after_it
    FROM named
)
SELECT * FROM (
    SELECT
        source_kind, source_key, document_key, customer_id, currency,
        CAST(
            greatest(least(after_it, greatest(wanted, 0)), least(wanted, 0))
            - greatest(least(after_it - offered, greatest(wanted, 0)), least(wanted, 0)) AS DECIMAL(18,2)
        ) AS amount,
        value_date, matched_date, 'explicit'
    FROM running
)
WHERE amount <> 0
