-- grain: one row per industry with an outlook by as_of. industry_index_change = the latest index of the source that spoke last
-- / the same source's latest one at least 90 days older - 1; industry_outlook_step = 1 weak, 0 stable, -1 good: the latest
CREATE OR REPLACE MACRO industry_outlooks(as_of) AS TABLE
WITH known AS (
    SELECT * FROM known_outlooks(as_of)
),
index_now AS (
    SELECT * FROM known WHERE outlook_index IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY industry ORDER BY outlook_date DESC, source) = 1
),
index_then AS (
    SELECT n.industry, k.outlook_index
    FROM index_now n
    JOIN known k ON k.industry = n.industry AND k.source IS NOT DISTINCT FROM n.source
        AND k.outlook_date <= n.outlook_date - 90
    WHERE k.outlook_index IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY n.industry ORDER BY k.outlook_date DESC) = 1
),
grade AS (
    SELECT industry, CASE outlook WHEN 'weak' THEN 1 WHEN 'stable' THEN 0 WHEN 'good' THEN -1 END AS step
    FROM known
    WHERE outlook IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY industry ORDER BY outlook_date DESC, source) = 1
),
named AS (
    SELECT DISTINCT industry FROM known
)
SELECT
    i.industry, n.outlook_index / nullif(t.outlook_index, 0) - 1 AS industry_index_change,
    CAST(g.step AS DOUBLE) AS industry_outlook_step
FROM named i
LEFT JOIN index_now n ON n.industry = i.industry
LEFT JOIN index_then t ON t.industry = i.industry
LEFT JOIN grade g ON g.industry = i.industry
