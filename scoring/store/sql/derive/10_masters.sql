-- grain: the small tables, each as its latest import says: rates, financial statements
CREATE OR REPLACE TABLE rate AS
SELECT rate_date, from_currency, to_currency, rate FROM row_rate
QUALIFY row_number() OVER (PARTITION BY rate_date, from_currency, to_currency ORDER BY import_id DESC, source_row) = 1;

CREATE OR REPLACE TABLE financials AS
SELECT * EXCLUDE (import_id, source_row) FROM row_financials
QUALIFY row_number() OVER (PARTITION BY customer_id, period_end ORDER BY import_id DESC, source_row) = 1
