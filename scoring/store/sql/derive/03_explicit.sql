-- grain: one row per source and document it names, as far as the document can take it.
-- A document takes what names it in order of date until it is used up; what is over stays on account. A reversal
-- (negative receipt) gives back. Money before the invoice counts from the invoice's day.
INSERT INTO matched
WITH naming AS (
    SELECT
        kind, receipt_key AS source_key, customer_id, document_no, currency, amount, amount < 0 AS gives_back,
        receipt_date AS day, coalesce(matched_date, receipt_date) AS matched_day
    FROM rec
    WHERE document_no IS NOT NULL
    UNION ALL
    SELECT
        'credit_note', document_key, customer_id, credits_document_no, currency, -amount, FALSE, issue_date, issue_date
    FROM credit
),
named AS (
    SELECT
        n.kind AS source_kind, n.source_key, d.document_key, d.customer_id, d.currency, n.amount AS offered,
        d.amount AS wanted, greatest(n.day, d.issue_date) AS value_date,
        greatest(n.matched_day, d.issue_date) AS matched_date
    FROM naming n
    JOIN doc d
        ON d.customer_id = n.customer_id AND d.document_no = n.document_no AND d.currency = n.currency
        AND (d.kind = 'invoice' OR n.gives_back)
),
several AS (SELECT document_key FROM named GROUP BY document_key HAVING count(*) > 1),
running AS (
    SELECT *, offered AS after_it FROM named WHERE document_key NOT IN (SELECT document_key FROM several)
    UNION ALL
    SELECT
        *,
        sum(offered) OVER (
            PARTITION BY document_key ORDER BY value_date, source_kind, source_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
    FROM named
    WHERE document_key IN (SELECT document_key FROM several)
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
