-- What belongs together, as the founder or a rule said. Nothing here is part of an import: taking an
-- import back leaves it, and the next export finds it.
--
-- kind: handle, code, ad or answer (names of creators), or sku. A decision says that name is another name
-- of of_name (same), or that it is not (apart); apart with an empty of_kind says that it is nobody's.
-- Rows are never changed but for taken_back_utc, and never deleted.

CREATE TABLE decisions (
    decision_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    verdict        TEXT NOT NULL CHECK (verdict IN ('same', 'apart')),
    kind           TEXT NOT NULL CHECK (kind IN ('handle', 'code', 'ad', 'answer', 'sku')),
    name           TEXT NOT NULL,
    of_kind        TEXT NOT NULL CHECK (of_kind IN ('handle', 'sku', '')),
    of_name        TEXT NOT NULL,
    reason         TEXT NOT NULL,
    by_rule        INTEGER NOT NULL CHECK (by_rule IN (0, 1)),
    decided_utc    INTEGER NOT NULL,
    taken_back_utc INTEGER,
    CHECK (of_kind <> '' OR verdict = 'apart')
) STRICT;

-- Under which name each joined name is counted: what the standing decisions add up to, made anew with each
-- of them. A name that is not here is counted under itself.
CREATE TABLE aliases (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    main TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_people AS SELECT kind, name, main AS person FROM aliases WHERE kind <> 'sku';

CREATE VIEW v_products AS SELECT name AS sku, main AS product_sku FROM aliases WHERE kind = 'sku';

CREATE VIEW v_decisions AS
SELECT decision_id, verdict, kind, name, of_kind, of_name, reason,
       CASE by_rule WHEN 1 THEN 'rule' ELSE 'founder' END AS said_by, decided_utc, taken_back_utc
FROM decisions;
