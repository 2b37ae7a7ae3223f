-- grain: one row per look ahead that somebody entered: from from_date on the loss rates of the provision matrix are
-- multiplied by factor; the last one entered of those that have begun holds
CREATE TABLE IF NOT EXISTS provision_factor (
    factor_id INTEGER, factor DECIMAL(9,4), reason VARCHAR, made_by VARCHAR, made_at TIMESTAMP, from_date DATE
);

-- grain: one row per decision to assess a customer individually: share = the part of what it owes that is provided for, from
-- from_date on, until the decision is ended: then no more from ended_on on
CREATE TABLE IF NOT EXISTS provision_decision (
    decision_id INTEGER, customer_id VARCHAR, share DECIMAL(9,4), reason VARCHAR, made_by VARCHAR, made_at TIMESTAMP,
    from_date DATE, ended_by VARCHAR, ended_on DATE
);
