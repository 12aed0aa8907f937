-- What people say of patches.

CREATE TABLE claim (
  -- One thing that one sender says in their own words. `start` and `end` are offsets in the mail's text, in UTF-16 units.
  claim_id           TEXT PRIMARY KEY,
  message_id         TEXT NOT NULL REFERENCES message (message_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  kind               TEXT NOT NULL,
  hedged             INTEGER NOT NULL CHECK (hedged IN (0, 1)),
  evidence           TEXT NOT NULL,
  start              INTEGER NOT NULL CHECK (start >= 0),
  "end"              INTEGER NOT NULL,
  concepts           TEXT NOT NULL CHECK (json_valid(concepts)),
  symbols            TEXT NOT NULL CHECK (json_valid(symbols)),
  about              TEXT NOT NULL CHECK (about IN ('patch', 'claim', 'context')),
  replies_to         TEXT,
  is_bot             INTEGER NOT NULL CHECK (is_bot IN (0, 1)),
  confidence         REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  -- The rules that made it this kind, with the words that fired them.
  cues               TEXT NOT NULL CHECK (json_valid(cues)),
  -- Where a concern, request or question stands: the last event of its ledger.
  status             TEXT,
  -- The patch line that the claim is about; null where it is about none. `anchor_line` keeps its mark.
  anchor_message_id  TEXT,
  anchor_path        TEXT,
  anchor_function    TEXT,
  anchor_hunk        INTEGER,
  anchor_hunk_line   INTEGER,
  anchor_line        TEXT,
  anchor_line_number INTEGER,
  anchor_side        TEXT CHECK (anchor_side IN ('before', 'after')),
  anchor_method      TEXT,
  anchor_confidence  REAL CHECK (anchor_confidence BETWEEN 0 AND 1),
  anchor_candidates  TEXT CHECK (json_valid(anchor_candidates)),
  CHECK ("end" >= start)
) STRICT;

CREATE INDEX claim_by_message ON claim (message_id, start);
CREATE INDEX claim_by_kind ON claim (kind, status);
CREATE INDEX claim_by_anchor ON claim (anchor_path, anchor_function);
CREATE INDEX claim_by_anchor_message ON claim (anchor_message_id);

CREATE TABLE claim_event (
  -- A step of a claim's ledger, with its evidence: a mail and its words, or a check.
  claim_id   TEXT NOT NULL REFERENCES claim (claim_id) ON DELETE CASCADE,
  event      INTEGER NOT NULL CHECK (event >= 0),
  status     TEXT NOT NULL,
  -- The mail that made the step; null where a check made it.
  message_id TEXT,
  date       TEXT,
  evidence   TEXT,
  -- The version of the series that the step is about: "changed in v3".
  version    INTEGER,
  check_id   TEXT,
  PRIMARY KEY (claim_id, event)
) STRICT, WITHOUT ROWID;
