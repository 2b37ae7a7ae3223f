-- grain: one row per customer and import that names it; is_master = the import was a customer list
CREATE TABLE IF NOT EXISTS row_customer (
    import_id INTEGER, source_row BIGINT, is_master BOOLEAN, customer_id VARCHAR, name VARCHAR, nature VARCHAR,
    industry VARCHAR, region VARCHAR, size VARCHAR, owner VARCHAR, parent_id VARCHAR, credit_limit DECIMAL(18,2),
    limit_currency VARCHAR, terms_days INTEGER, since DATE, external_rating VARCHAR
);

-- grain: one row per document and import that added or updated it; superseded_by = the import that updated it again.
-- The last three columns are derived: what its row implies is settled, when it was closed for good, when first paid.
-- It stands in one of two tables, read together as the view row_document: to write a column costs as much where it is empty
-- throughout, and most invoice lists say no more than row_document_plain holds. An import's rows stand in one of them
CREATE TABLE IF NOT EXISTS row_document_full (
    import_id INTEGER, imported_at TIMESTAMP, superseded_by INTEGER, source_row BIGINT, document_key BIGINT,
    customer_id VARCHAR, customer_name VARCHAR, document_no VARCHAR USING COMPRESSION zstd, number_generated BOOLEAN,
    kind VARCHAR, issue_date DATE, due_date DATE, due_source VARCHAR, amount DECIMAL(18,2), currency VARCHAR,
    settled_date DATE, settled_by VARCHAR, paid_amount DECIMAL(18,2), open_amount DECIMAL(18,2), status VARCHAR,
    known_on DATE, disputed BOOLEAN, dispute_reason VARCHAR, credits_document_no VARCHAR, description VARCHAR,
    implied_amount DECIMAL(18,2), closed_date DATE, first_paid_date DATE
);

-- grain: one row per document of an import whose documents are all new, numbered and dated by their file, and of which it
-- says nothing that has no column here. Import and row stand in the key, the kind in the sign of the amount
CREATE TABLE IF NOT EXISTS row_document_plain (
    imported_at TIMESTAMP, superseded_by INTEGER, document_key BIGINT, customer_id VARCHAR,
    document_no VARCHAR USING COMPRESSION zstd, issue_date DATE, due_date DATE, amount DECIMAL(18,2), currency VARCHAR,
    credits_document_no VARCHAR, implied_amount DECIMAL(18,2), closed_date DATE, first_paid_date DATE
);

-- grain: one row per receipt and document it pays, and import that added or updated it; superseded_by likewise;
-- used_date is derived: when the last of it was allocated
CREATE TABLE IF NOT EXISTS row_receipt (
    import_id INTEGER, imported_at TIMESTAMP, superseded_by INTEGER, source_row BIGINT, receipt_key BIGINT,
    customer_id VARCHAR, customer_name VARCHAR, receipt_no VARCHAR USING COMPRESSION zstd, number_generated BOOLEAN,
    kind VARCHAR, document_no VARCHAR USING COMPRESSION zstd, receipt_date DATE, matched_date DATE, amount DECIMAL(18,2),
    currency VARCHAR, method VARCHAR, description VARCHAR, used_date DATE
);

-- grain: one row per date, pair and import; the highest import_id is the current one
CREATE TABLE IF NOT EXISTS row_rate (
    import_id INTEGER, source_row BIGINT, rate_date DATE, from_currency VARCHAR, to_currency VARCHAR,
    rate DECIMAL(18,8)
);

-- grain: one row per dispute and import
CREATE TABLE IF NOT EXISTS row_dispute (
    import_id INTEGER, source_row BIGINT, customer_id VARCHAR, document_no VARCHAR, opened_date DATE,
    closed_date DATE, reason VARCHAR, amount DECIMAL(18,2)
);

-- grain: one row per customer, statement period and import
CREATE TABLE IF NOT EXISTS row_financials (
    import_id INTEGER, source_row BIGINT, customer_id VARCHAR, period_end DATE, published_date DATE,
    currency VARCHAR, total_assets DECIMAL(18,2), current_assets DECIMAL(18,2), inventory DECIMAL(18,2),
    cash DECIMAL(18,2), receivables DECIMAL(18,2), total_liabilities DECIMAL(18,2),
    current_liabilities DECIMAL(18,2), equity DECIMAL(18,2), retained_earnings DECIMAL(18,2),
    revenue DECIMAL(18,2), cost_of_sales DECIMAL(18,2), ebit DECIMAL(18,2), interest_expense DECIMAL(18,2),
    net_income DECIMAL(18,2)
);


-- grain: one row per protection of a customer's claims (deposit, guarantee, retention, insurance) and import
CREATE TABLE IF NOT EXISTS row_protection (
    import_id INTEGER, source_row BIGINT, customer_id VARCHAR, protection VARCHAR, amount DECIMAL(18,2), currency VARCHAR,
    cover_share DECIMAL(18,8), valid_from DATE, valid_to DATE, provider VARCHAR
);

-- grain: one row per promise to pay and import
CREATE TABLE IF NOT EXISTS row_promise (
    import_id INTEGER, source_row BIGINT, customer_id VARCHAR, document_no VARCHAR, promised_date DATE,
    promised_amount DECIMAL(18,2), currency VARCHAR, made_on DATE, note VARCHAR
);

-- grain: one row per event recorded of a customer (lawsuit, enforcement, insolvency, other) and import
CREATE TABLE IF NOT EXISTS row_event (
    import_id INTEGER, source_row BIGINT, customer_id VARCHAR, event VARCHAR, event_date DATE, amount DECIMAL(18,2),
    currency VARCHAR, source VARCHAR, closed_date DATE, written_as VARCHAR
);

-- grain: one row per industry, date, source and import
CREATE TABLE IF NOT EXISTS row_outlook (
    import_id INTEGER, source_row BIGINT, industry VARCHAR, outlook_date DATE, outlook_index DECIMAL(18,8),
    outlook VARCHAR, source VARCHAR
);

-- grain: one row per customer, agency, date and import
CREATE TABLE IF NOT EXISTS row_rating (
    import_id INTEGER, source_row BIGINT, customer_id VARCHAR, agency VARCHAR, rating VARCHAR, rating_date DATE,
    watch VARCHAR
);
