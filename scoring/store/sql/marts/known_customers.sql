-- grain: one row per customer, with the master data known on as_of; in_time = some import up to as_of names it.
-- A field is as the latest import up to as_of that fills it says, a customer list before a ledger. Where no import up to
-- as_of does, it is as the first one that does says, looking no further than the customer's first customer list: a first
-- load fills the past back, a later list never moves it.
CREATE OR REPLACE MACRO known_customers(as_of) AS TABLE
WITH told AS (
    SELECT
        r.*, i.imported_at < as_of + 1 AS in_time,
        CASE WHEN i.imported_at < as_of + 1 THEN r.import_id + CASE WHEN r.is_master THEN 1000000000 ELSE 0 END
             ELSE -r.import_id END AS trust,
        min(CASE WHEN r.is_master THEN r.import_id END) OVER (PARTITION BY r.customer_id) AS first_list
    FROM row_customer r
    JOIN import i ON i.import_id = r.import_id
),
merged AS (
    SELECT
        customer_id,
        arg_max(name, trust) FILTER (WHERE name IS NOT NULL) AS name,
        arg_max(nature, trust) FILTER (WHERE nature IS NOT NULL) AS nature,
        arg_max(industry, trust) FILTER (WHERE industry IS NOT NULL) AS industry,
        arg_max(region, trust) FILTER (WHERE region IS NOT NULL) AS region,
        arg_max(size, trust) FILTER (WHERE size IS NOT NULL) AS size,
        arg_max(credit_limit, trust) FILTER (WHERE credit_limit IS NOT NULL) AS credit_limit,
        arg_max(limit_currency, trust) FILTER (WHERE limit_currency IS NOT NULL) AS limit_currency,
        arg_max(terms_days, trust) FILTER (WHERE terms_days IS NOT NULL) AS terms_days,
        arg_max(since, trust) FILTER (WHERE since IS NOT NULL) AS since,
        arg_max(external_rating, trust) FILTER (WHERE external_rating IS NOT NULL) AS external_rating,
        bool_or(in_time) AS in_time
    FROM told
    WHERE in_time OR first_list IS NULL OR import_id <= first_list
    GROUP BY customer_id
)
SELECT
    c.customer_id, coalesce(m.name, c.name) AS name, m.nature, m.industry, m.region, m.size, m.credit_limit,
    m.limit_currency, m.terms_days, m.since, m.external_rating, coalesce(m.in_time, FALSE) AS in_time
FROM customer c
LEFT JOIN merged m ON m.customer_id = c.customer_id
