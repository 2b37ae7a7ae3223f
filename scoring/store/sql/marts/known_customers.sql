-- grain: one row per day of `days` and customer, with the master data known on it; in_time = some import up to it names it.
-- A field is as the latest import up to the day that fills it says, a customer list before a ledger. Where no import up to
-- it does, it is as the first one that does says, looking no further than the customer's first customer list: a first
-- load fills the past back, a later list never moves it. Days between the same imports know the same, found once.
CREATE OR REPLACE MACRO known_customers(days) AS TABLE
WITH knowing AS (SELECT * FROM imports_known(days)),
told AS (
    SELECT
        k.until, r.*, i.imported_at <= k.until AS in_time,
        CASE WHEN i.imported_at <= k.until THEN r.import_id + CASE WHEN r.is_master THEN 1000000000 ELSE 0 END
             ELSE -r.import_id END AS trust
    FROM row_customer r
    JOIN import i ON i.import_id = r.import_id
    CROSS JOIN (SELECT DISTINCT until FROM knowing) k
),
listed AS (SELECT customer_id, min(import_id) AS import_id FROM row_customer WHERE is_master GROUP BY customer_id),
merged AS (
    SELECT
        t.until, t.customer_id,
        arg_max(t.name, t.trust) FILTER (WHERE t.name IS NOT NULL) AS name,
        arg_max(t.nature, t.trust) FILTER (WHERE t.nature IS NOT NULL) AS nature,
        arg_max(t.industry, t.trust) FILTER (WHERE t.industry IS NOT NULL) AS industry,
        arg_max(t.region, t.trust) FILTER (WHERE t.region IS NOT NULL) AS region,
        arg_max(t.size, t.trust) FILTER (WHERE t.size IS NOT NULL) AS size,
        arg_max(t.owner, t.trust) FILTER (WHERE t.owner IS NOT NULL) AS owner,
        arg_max(t.credit_limit, t.trust) FILTER (WHERE t.credit_limit IS NOT NULL) AS credit_limit,
        arg_max(t.limit_currency, t.trust) FILTER (WHERE t.limit_currency IS NOT NULL) AS limit_currency,
        arg_max(t.terms_days, t.trust) FILTER (WHERE t.terms_days IS NOT NULL) AS terms_days,
        arg_max(t.since, t.trust) FILTER (WHERE t.since IS NOT NULL) AS since,
        arg_max(t.external_rating, t.trust) FILTER (WHERE t.external_rating IS NOT NULL) AS external_rating,
        bool_or(t.in_time) AS in_time
    FROM told t
    LEFT JOIN listed l ON l.customer_id = t.customer_id
    WHERE t.in_time OR l.import_id IS NULL OR t.import_id <= l.import_id
    GROUP BY t.until, t.customer_id
)
SELECT
    k.as_of, c.customer_id, coalesce(m.name, c.name) AS name, m.nature, m.industry, m.region, m.size, m.owner,
    m.credit_limit, m.limit_currency, m.terms_days, m.since, m.external_rating, coalesce(m.in_time, FALSE) AS in_time
FROM knowing k
CROSS JOIN customer c
LEFT JOIN merged m ON m.until = k.until AND m.customer_id = c.customer_id
