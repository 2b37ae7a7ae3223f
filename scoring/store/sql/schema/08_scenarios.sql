-- grain: one row per saved state of a scenario; file = the scenario as TOML. Of a name at most one is not deleted
CREATE TABLE IF NOT EXISTS scenario (
    scenario_id INTEGER, name VARCHAR, file VARCHAR, author VARCHAR, saved_at TIMESTAMP, deleted_by VARCHAR,
    deleted_at TIMESTAMP
);
