-- grain: one row per month-end, currency and bucket: the touched customers' part of `month_reached` before the change
CREATE OR REPLACE TEMP TABLE months_before AS
SELECT * FROM reached((SELECT list(customer_id) FROM touched))
