-- grain: one row per invoice of `owed`; gone = day by which all of it was taken by name, -1 where it never was
SELECT o.account, o.day, o.key, o.cents, CASE WHEN n.cents = o.cents THEN n.last_day ELSE -1 END AS gone
FROM owed o
LEFT JOIN (
    SELECT document_key, sum(cents) AS cents, max(day) AS last_day FROM taken_by_name GROUP BY document_key
) n ON n.document_key = o.key
