-- grain: one row per currency pair with a rate on or before as_of: the last one
CREATE OR REPLACE MACRO rates_on(as_of) AS TABLE
SELECT from_currency, to_currency, rate, rate_date
FROM rate
WHERE rate_date <= as_of
QUALIFY row_number() OVER (PARTITION BY from_currency, to_currency ORDER BY rate_date DESC) = 1
