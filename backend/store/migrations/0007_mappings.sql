-- How a table with a certain header is read, as the founder once said: which column is which, in which
-- order day and month stand, the currency, the zone. fingerprint is the hash of the header's names.
-- No data of any file is kept here.

CREATE TABLE mappings (
    mapping_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL UNIQUE,
    body        BLOB NOT NULL,
    from_pack   INTEGER NOT NULL CHECK (from_pack IN (0, 1)),
    learned_utc INTEGER NOT NULL
) STRICT;
