-- grain: one row per customer
CREATE TABLE IF NOT EXISTS customer (
    customer_id VARCHAR, name VARCHAR, nature VARCHAR, nature_source VARCHAR, industry VARCHAR, region VARCHAR,
    size VARCHAR, owner VARCHAR, parent_id VARCHAR, credit_limit DECIMAL(18,2), limit_currency VARCHAR,
    terms_days INTEGER, since DATE, external_rating VARCHAR
);

-- grain: one row per source (receipt, write-off, credit note) and invoice matched to it, because it names it ('explicit')
-- or first-in-first-out ('fifo')
CREATE TABLE IF NOT EXISTS matched (
    source_kind VARCHAR, source_key BIGINT, document_key BIGINT, customer_id VARCHAR, currency VARCHAR,
    amount DECIMAL(18,2), value_date DATE, matched_date DATE, method VARCHAR
);

-- grain: one row per date and pair; rate = units of to_currency for one of from_currency
CREATE TABLE IF NOT EXISTS rate (rate_date DATE, from_currency VARCHAR, to_currency VARCHAR, rate DECIMAL(18,8));

-- grain: one row per customer and period of a financial statement
CREATE TABLE IF NOT EXISTS financials (
    customer_id VARCHAR, period_end DATE, published_date DATE, currency VARCHAR, total_assets DECIMAL(18,2),
    current_assets DECIMAL(18,2), inventory DECIMAL(18,2), cash DECIMAL(18,2), receivables DECIMAL(18,2),
    total_liabilities DECIMAL(18,2), current_liabilities DECIMAL(18,2), equity DECIMAL(18,2),
    retained_earnings DECIMAL(18,2), revenue DECIMAL(18,2), cost_of_sales DECIMAL(18,2), ebit DECIMAL(18,2),
    interest_expense DECIMAL(18,2), net_income DECIMAL(18,2)
);

-- grain: one row per month-end, currency and bucket of the default scheme: what came to the bucket's first day in that
-- month, less what was paid of it (see the mart `reached`)
CREATE TABLE IF NOT EXISTS month_reached (
    month_end DATE, currency VARCHAR, bucket VARCHAR, amount DECIMAL(18,2)
);
