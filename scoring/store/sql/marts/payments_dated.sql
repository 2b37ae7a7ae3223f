-- grain: one row per dated allocation of a receipt, by value date after from_date and up to to_date, converted: `paid_days`
-- and `paid_days_beyond` are the amount x days from issue and from due date; currencies that `currencies` does not name are
-- left out
CREATE OR REPLACE MACRO payments_dated(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
dated AS (
    SELECT
        a.source_key, a.document_key, a.customer_id, a.currency, a.value_date,
        CAST(round(a.amount * r.rate, 2) AS DECIMAL(18,2)) AS paid,
        date_diff('day', d.issue_date, a.value_date) AS days_to_pay,
        date_diff('day', d.due_date, a.value_date) AS days_beyond_terms
    FROM allocation a
    JOIN document d ON d.document_key = a.document_key
    JOIN rate_list r ON r.currency = a.currency
    WHERE a.value_date > from_date AND a.value_date <= to_date AND a.source_kind = 'receipt' AND a.method <> 'undated'
)
SELECT *, paid * days_to_pay AS paid_days, paid * days_beyond_terms AS paid_days_beyond FROM dated
