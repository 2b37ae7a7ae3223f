-- What is agreed with a debtor and what was at hand before a call. Keyed by customer, changed by events alone.

-- grain: one row per offer to settle claims for less: `pay` of `claim` by pay_by ends the claims on `documents`;
-- waiting_worth = what waiting was worth on the day, allowed_by and allowed_why = who allowed what the level does not give;
-- answer null = none yet
CREATE TABLE IF NOT EXISTS settlement (
    settlement_id INTEGER, customer_id VARCHAR, currency VARCHAR, documents VARCHAR[], claim DECIMAL(18,2),
    pay DECIMAL(18,2), pay_by DATE, offered_on DATE, waiting_worth DECIMAL(18,2), level VARCHAR, allowed_by VARCHAR,
    allowed_why VARCHAR, note VARCHAR, made_by VARCHAR, made_at TIMESTAMP, answer VARCHAR, answered_on DATE,
    answered_by VARCHAR
);

-- grain: one row per ticking of the papers of a customer; the last one up to a day counts on it
CREATE TABLE IF NOT EXISTS papers_at_hand (
    papers_id INTEGER, customer_id VARCHAR, ticked_on DATE, contract BOOLEAN, invoice BOOLEAN, proof_of_delivery BOOLEAN,
    statement BOOLEAN, made_by VARCHAR, made_at TIMESTAMP
);

-- grain: one row per base rate (LPR, ECB, Bank Rate) that somebody noted for a jurisdiction, in force from a day on; of those
-- of one day the last noted counts
CREATE TABLE IF NOT EXISTS base_rate (
    base_rate_id INTEGER, jurisdiction VARCHAR, valid_from DATE, rate DECIMAL(9,6), source VARCHAR, made_by VARCHAR,
    made_at TIMESTAMP
);

-- grain: one row per dispute of a file that somebody settled here; opened_date null = the file tells none
CREATE TABLE IF NOT EXISTS dispute_end (
    dispute_end_id INTEGER, customer_id VARCHAR, document_no VARCHAR, opened_date DATE, closed_date DATE, made_by VARCHAR,
    made_at TIMESTAMP
);
