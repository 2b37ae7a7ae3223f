-- grain: one row per stress case that a workspace keeps, by its name; body = the case as TOML
CREATE TABLE IF NOT EXISTS stress_case (name VARCHAR, body VARCHAR, made_by VARCHAR, made_at TIMESTAMP);
