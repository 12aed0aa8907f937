-- What the model says.

CREATE TABLE "check" (
  -- A property in a world, run on a function as it stood before and after a patch. `claim_id` is null where the hunk
  -- alone asked for it.
  check_id   TEXT PRIMARY KEY,
  claim_id   TEXT REFERENCES claim (claim_id) ON DELETE SET NULL,
  message_id TEXT NOT NULL,
  path       TEXT NOT NULL,
  function   TEXT NOT NULL,
  property   TEXT NOT NULL,
  world      TEXT NOT NULL,
  why        TEXT NOT NULL,
  -- What the verdict assumes of the kernel: version, configuration, tree.
  kernel     TEXT NOT NULL,
  verdict    TEXT NOT NULL CHECK (verdict IN ('confirmed', 'confirmed-under-assumption', 'refuted', 'undecided')),
  change     TEXT NOT NULL CHECK (change IN ('introduced', 'pre-existing', 'fixed', 'unchanged', 'unknown'))
) STRICT, WITHOUT ROWID;

CREATE INDEX check_by_message ON "check" (message_id);
CREATE INDEX check_by_claim ON "check" (claim_id);
CREATE INDEX check_by_property ON "check" (property, verdict);

CREATE TABLE run (
  -- One side of a check.
  check_id    TEXT NOT NULL REFERENCES "check" (check_id) ON DELETE CASCADE,
  side        TEXT NOT NULL CHECK (side IN ('before', 'after')),
  result      TEXT NOT NULL CHECK (result IN ('violated', 'holds', 'bounded', 'not-modelled')),
  states      INTEGER NOT NULL CHECK (states >= 0),
  seconds     REAL NOT NULL CHECK (seconds >= 0),
  -- Where the function's text came from.
  origin      TEXT CHECK (origin IN ('tree', 'diff', 'fragment', 'reference')),
  assumptions TEXT NOT NULL CHECK (json_valid(assumptions)),
  -- Callees taken from reference programs, calls nobody knows, and what is missing, by name.
  refs        TEXT NOT NULL CHECK (json_valid(refs)),
  unknown     TEXT NOT NULL CHECK (json_valid(unknown)),
  missing     TEXT NOT NULL CHECK (json_valid(missing)),
  -- Why `holds` is not vacuous: what was reached, and the dropped step whose loss violates the property.
  witnesses   TEXT NOT NULL CHECK (json_valid(witnesses)),
  mutant      TEXT,
  token       TEXT,
  PRIMARY KEY (check_id, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE trace_step (
  -- A step of the shortest run that violates the property.
  check_id TEXT NOT NULL,
  side     TEXT NOT NULL,
  step     INTEGER NOT NULL CHECK (step >= 0),
  actor    TEXT NOT NULL,
  does     TEXT NOT NULL,
  -- The source line behind the step; null for hardware.
  file     TEXT,
  line     INTEGER,
  text     TEXT,
  function TEXT,
  assumes  TEXT,
  changes  TEXT NOT NULL CHECK (json_valid(changes)),
  PRIMARY KEY (check_id, side, step),
  FOREIGN KEY (check_id, side) REFERENCES run (check_id, side) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
