-- grain: one row when the engine adds days wrongly (30 days and 1 month in one query were once the same)
SELECT DATE '2026-01-31' + 30 AS by_days, (DATE '2026-01-01' + INTERVAL 1 MONTH)::DATE AS by_month
WHERE DATE '2026-01-31' + 30 <> DATE '2026-03-02' OR (DATE '2026-01-01' + INTERVAL 1 MONTH)::DATE <> DATE '2026-02-01'
