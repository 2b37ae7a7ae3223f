-- grain: one row per part of a question that somebody answered in practice; practised_on, sitting, number, size = which
-- sitting of the day, which of its questions, of how many; correct = as marked then, by the playbook of that moment
CREATE TABLE IF NOT EXISTS training_answer (
    answer_id INTEGER, practised_on DATE, sitting INTEGER, number INTEGER, size INTEGER, item VARCHAR, topic VARCHAR,
    chosen VARCHAR, correct BOOLEAN, made_by VARCHAR, made_at TIMESTAMP
);
