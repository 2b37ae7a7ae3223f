-- grain: one value each: what a document's own row says of its settlement
CREATE OR REPLACE MACRO said_amount(amount, settled_date, open_amount, paid_amount, status) AS
    CASE WHEN settled_date IS NOT NULL THEN amount
         WHEN open_amount IS NOT NULL THEN amount - open_amount
         WHEN paid_amount IS NOT NULL THEN paid_amount
         WHEN status IN ('paid', 'written_off') THEN amount
         ELSE 0 END;

-- what it says beyond what is explained by receipts and credit notes that name it; null where that is nothing
CREATE OR REPLACE MACRO implied_of(said, explained, amount) AS
    CASE WHEN sign(said - explained) = sign(amount) THEN CAST(said - explained AS DECIMAL(18,2)) END;

-- a settled date dates it; an open balance, a paid amount or a status only says so on the day the file speaks of
CREATE OR REPLACE MACRO implied_date(issue_date, settled_date, known_on) AS
    greatest(issue_date, coalesce(settled_date, known_on, issue_date))
