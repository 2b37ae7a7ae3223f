-- grain: one row per touched customer, with its nature (given, or by the rule on its name)
INSERT INTO customer
SELECT
    c.customer_id, c.name, coalesce(c.nature, n.nature),
    CASE WHEN c.nature IS NOT NULL THEN 'given' ELSE n.source END,
    c.industry, c.region, c.size, c.owner, c.parent_id, c.credit_limit, c.limit_currency, c.terms_days, c.since,
    c.external_rating
FROM cust c
LEFT JOIN nature_found n ON n.customer_id = c.customer_id
