-- grain: one row per invoice open at the end of from_date, of to_date or of both, with its bucket then (null: not open) and
-- now ('paid': closed since; null: not open then). from_amount = open then. What was overdue then (opening), what became
-- overdue (come), what of it went because it was credited, written off or paid, and what is overdue now (closing):
-- opening + come - credited - written_off - paid = closing. fate = 'come' (was not overdue before), 'cured' (closed), 'part'
-- (some went), 'stays', null (overdue on neither day). What was credited or written off is known from allocations; the rest
-- that went is paid.
CREATE OR REPLACE MACRO moves_between(from_date, to_date, scheme, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
before AS (
    SELECT *, days_past_due > 0 AND reporting_amount IS NOT NULL AS is_late
    FROM open_items(from_date, scheme, 'due', currencies, rates)
),
after AS (
    SELECT *, days_past_due > 0 AND reporting_amount IS NOT NULL AS is_late
    FROM open_items(to_date, scheme, 'due', currencies, rates)
),
standing AS (
    SELECT
        coalesce(a.document_key, b.document_key) AS document_key, coalesce(a.customer_id, b.customer_id) AS customer_id,
        coalesce(a.customer_name, b.customer_name) AS customer_name, coalesce(a.parent_id, b.parent_id) AS parent_id,
        coalesce(a.nature, b.nature) AS nature, coalesce(a.industry, b.industry) AS industry,
        coalesce(a.region, b.region) AS region, coalesce(a.owner, b.owner) AS owner, coalesce(a.size, b.size) AS size,
        coalesce(a.document_no, b.document_no) AS document_no, coalesce(a.issue_date, b.issue_date) AS issue_date,
        coalesce(a.due_date, b.due_date) AS due_date, coalesce(a.currency, b.currency) AS currency,
        b.bucket AS from_bucket, CASE WHEN b.bucket IS NOT NULL THEN coalesce(a.bucket, 'paid') END AS to_bucket,
        b.reporting_amount AS from_amount, CASE WHEN b.is_late THEN b.reporting_amount ELSE 0 END AS opening,
        CASE WHEN a.is_late THEN a.reporting_amount ELSE 0 END AS closing, NOT coalesce(b.is_late, FALSE) AS is_new,
        coalesce(a.is_late, FALSE) OR coalesce(b.is_late, FALSE) AS is_late
    FROM after a
    FULL JOIN before b ON b.document_key = a.document_key
),
gone AS (
    SELECT
        a.document_key, sum(round(a.amount * r.rate, 2)) FILTER (WHERE a.source_kind = 'credit_note') AS credited,
        sum(round(a.amount * r.rate, 2)) FILTER (WHERE a.source_kind = 'write_off') AS written_off
    FROM allocation a
    JOIN rate_list r ON r.currency = a.currency
    WHERE a.value_date > from_date AND a.value_date <= to_date AND a.source_kind <> 'receipt'
        AND a.document_key IN (SELECT document_key FROM before WHERE is_late)
    GROUP BY a.document_key
)
SELECT
    s.document_key, s.customer_id, s.customer_name, s.parent_id, s.nature, s.industry, s.region, s.owner, s.size,
    s.document_no, s.issue_date, s.due_date, s.currency, s.from_bucket, s.to_bucket, s.from_amount,
    CAST(s.opening AS DECIMAL(18,2)) AS opening,
    CAST(CASE WHEN s.is_new THEN s.closing ELSE 0 END AS DECIMAL(18,2)) AS come,
    CAST(coalesce(g.credited, 0) AS DECIMAL(18,2)) AS credited,
    CAST(coalesce(g.written_off, 0) AS DECIMAL(18,2)) AS written_off,
    CAST(
        CASE WHEN s.is_new THEN 0 ELSE s.opening - s.closing END - coalesce(g.credited, 0) - coalesce(g.written_off, 0)
        AS DECIMAL(18,2)
    ) AS paid,
    CAST(s.closing AS DECIMAL(18,2)) AS closing,
    CASE
        WHEN NOT s.is_late THEN NULL
        WHEN s.is_new THEN 'come'
        WHEN s.closing = 0 THEN 'cured'
        WHEN s.closing < s.opening THEN 'part'
        ELSE 'stays'
    END AS fate
FROM standing s
LEFT JOIN gone g ON g.document_key = s.document_key
