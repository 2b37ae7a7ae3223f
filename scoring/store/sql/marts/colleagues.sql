-- grain: one row per name that somebody of ours gave to a note, a case, a plan, a playbook, a card or a rating. Whoever is
-- named in a file, or imported one, is not among them: an account of the machine may be the same person by another name
CREATE OR REPLACE MACRO colleagues() AS TABLE
SELECT DISTINCT trim(name) AS name
FROM (
    SELECT owner AS name FROM activity
    WHERE activity_id NOT IN (SELECT note_id FROM row_note WHERE noted = 'activity')
    UNION ALL SELECT unnest([made_by, owner, allowed_by]) FROM case_move
    UNION ALL SELECT unnest([made_by, accepted_by]) FROM hand_over
    UNION ALL SELECT unnest([made_by, lifted_by]) FROM override
    UNION ALL SELECT made_by FROM plan
    UNION ALL SELECT made_by FROM playbook
    UNION ALL SELECT unnest([author, approved_by]) FROM scorecard
    UNION ALL SELECT unnest([made_by, allowed_by]) FROM settlement
)
WHERE trim(name) <> ''
