-- grain: one row per month-end, currency and bucket, of all customers (the default scheme may have changed)
CREATE OR REPLACE TABLE month_reached AS SELECT * FROM reached((SELECT list(customer_id) FROM customer))
