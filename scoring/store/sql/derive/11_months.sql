-- grain: one row per month-end, currency and bucket: the touched customers' part taken out as it was, put in as it is
CREATE OR REPLACE TABLE month_reached AS
SELECT month_end, currency, bucket, CAST(sum(amount) AS DECIMAL(18,2)) AS amount FROM (
    SELECT month_end, currency, bucket, amount FROM month_reached
    UNION ALL
    SELECT month_end, currency, bucket, -amount FROM months_before
    UNION ALL
    SELECT month_end, currency, bucket, amount FROM reached((SELECT list(customer_id) FROM touched))
)
GROUP BY month_end, currency, bucket
HAVING sum(amount) <> 0
