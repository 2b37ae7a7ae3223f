-- grain: one row per customer of whom the small tables know something by as_of: what early warnings ask beside the
-- characteristics. outside_rating_drop = grades below the same agency's best rating of the 365 days before, the worst of all
-- agencies; grades as S&P, Moody's and Chinese agencies write them, signs like + and - left out, others are not known.
CREATE OR REPLACE MACRO warning_facts(as_of) AS TABLE
WITH scale AS (
    SELECT * FROM (VALUES
        ('AAA', 1), ('AA', 2), ('A', 3), ('BBB', 4), ('BAA', 4), ('BB', 5), ('BA', 5), ('B', 6), ('CCC', 7), ('CAA', 7),
        ('CC', 8), ('CA', 8), ('C', 9), ('D', 10), ('SD', 10), ('RD', 10)
    ) AS s(grade, step)
),
rated AS (
    SELECT r.customer_id, r.agency, r.rating_date, s.step
    FROM known_ratings(as_of) r
    JOIN scale s ON s.grade = upper(regexp_replace(r.rating, '[^A-Za-z]', '', 'g'))
),
agency AS (
    SELECT
        customer_id, agency, arg_max(step, rating_date) AS step, max(rating_date) AS rating_date,
        min(step) FILTER (WHERE rating_date > as_of - 366) AS best_in_year
    FROM rated
    GROUP BY customer_id, agency
),
before AS (
    SELECT a.customer_id, a.agency, arg_max(r.step, r.rating_date) AS step
    FROM agency a
    JOIN rated r ON r.customer_id = a.customer_id AND r.agency IS NOT DISTINCT FROM a.agency AND r.rating_date <= as_of - 366
    GROUP BY a.customer_id, a.agency
),
dropped AS (
    SELECT a.customer_id, max(CASE WHEN a.rating_date > as_of - 366 THEN a.step - least(a.best_in_year, b.step) ELSE 0 END) AS steps
    FROM agency a
    LEFT JOIN before b ON b.customer_id = a.customer_id AND b.agency IS NOT DISTINCT FROM a.agency
    GROUP BY a.customer_id
),
event AS (
    SELECT
        customer_id, count(*) FILTER (WHERE event = 'lawsuit') AS lawsuits,
        count(*) FILTER (WHERE event = 'enforcement') AS enforcements,
        count(*) FILTER (WHERE event = 'insolvency') AS insolvencies
    FROM known_events(as_of)
    WHERE closed_date IS NULL
    GROUP BY customer_id
),
promise AS (
    SELECT customer_id, count(*) FILTER (WHERE NOT kept AND promised_date > as_of - 91) AS broken
    FROM promises_kept(as_of)
    GROUP BY customer_id
),
who AS (
    SELECT customer_id FROM dropped
    UNION
    SELECT customer_id FROM event
    UNION
    SELECT customer_id FROM promise
    UNION
    SELECT customer_id FROM known_financials([as_of])
)
SELECT
    w.customer_id, CAST(p.broken AS DOUBLE) AS promises_broken_3m,
    CAST(date_diff('day', f.period_end, as_of) AS DOUBLE) AS statement_age_days, CAST(e.lawsuits AS DOUBLE) AS lawsuits_open,
    CAST(e.enforcements AS DOUBLE) AS enforcements_open, CAST(e.insolvencies AS DOUBLE) AS insolvencies_open,
    CAST(d.steps AS DOUBLE) AS outside_rating_drop
FROM who w
LEFT JOIN dropped d ON d.customer_id = w.customer_id
LEFT JOIN event e ON e.customer_id = w.customer_id
LEFT JOIN promise p ON p.customer_id = w.customer_id
LEFT JOIN known_financials([as_of]) f ON f.customer_id = w.customer_id
