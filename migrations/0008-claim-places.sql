-- Where the lines that claims are about stand in later versions of their series.

CREATE TABLE claim_place (
  -- `head_message_id` is the first mail of the later version.
  claim_id        TEXT NOT NULL REFERENCES claim (claim_id) ON DELETE CASCADE,
  head_message_id TEXT NOT NULL,
  -- `same`: in the same function; `moved`: the same text elsewhere; `changed`: something else in its place; `gone`.
  fate            TEXT NOT NULL CHECK (fate IN ('same', 'moved', 'changed', 'gone')),
  confidence      REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  -- The line there; all null where it is gone. Path, function and line are null for `same`, too: they are the claim's.
  message_id      TEXT,
  path            TEXT,
  function        TEXT,
  hunk            INTEGER,
  hunk_line       INTEGER,
  line            TEXT,
  line_number     INTEGER,
  side            TEXT CHECK (side IN ('before', 'after')),
  PRIMARY KEY (claim_id, head_message_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_claim_place AS
SELECT p.claim_id, s.series_id, s.version, p.fate, p.confidence, p.message_id,
       iif(p.fate = 'same', c.anchor_path, p.path) AS path,
       iif(p.fate = 'same', c.anchor_function, p.function) AS function,
       p.hunk, p.hunk_line, iif(p.fate = 'same', c.anchor_line, p.line) AS line, p.line_number, p.side
FROM claim_place p
JOIN claim c ON c.claim_id = p.claim_id
JOIN series s ON s.head_message_id = p.head_message_id;
