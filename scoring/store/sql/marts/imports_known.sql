-- grain: one row per day of `days`: until = moment of the last import that its evening knows, a moment before all imports
-- where it knows none. Days between the same imports share it, so that what they know is found once
CREATE OR REPLACE MACRO imports_known(days) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS as_of)
SELECT a.as_of, coalesce(max(i.imported_at), TIMESTAMP '0001-01-01 00:00:00') AS until
FROM asked a
LEFT JOIN import i ON i.imported_at < a.as_of + 1
GROUP BY a.as_of
