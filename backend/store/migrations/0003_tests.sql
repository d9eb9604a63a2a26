-- The tests a founder asked about: what was done, as bytes with their hash. A removed test stays, so
-- that removing it can be taken back.

CREATE TABLE tests (
    test_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_hash   TEXT NOT NULL,
    body        BLOB NOT NULL,
    created_utc INTEGER NOT NULL,
    removed_utc INTEGER
) STRICT;

CREATE INDEX runs_by_plan ON runs (kind, plan_hash);
