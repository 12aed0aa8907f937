-- What was read: sources, mails, and the threads that they form.

CREATE TABLE source (
  -- An archive that was read, and how far: `position` belongs to its reader, `fingerprint` tells whether it is still
  -- the same archive, and `complete` that nothing after `position` is left.
  source      TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  position    TEXT NOT NULL,
  messages    INTEGER NOT NULL CHECK (messages >= 0),
  complete    INTEGER NOT NULL CHECK (complete IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE thread (
  -- Messages joined by References and In-Reply-To. `derived_by` is the version of the code that made everything that is
  -- derived from its mails: another version means that it wants deriving again.
  thread_id  TEXT PRIMARY KEY,
  derived_by INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_by_derivation ON thread (derived_by);

CREATE TABLE mention (
  -- Ids that the mails of a thread name and that have no place in it. A mail that turns out to have one of them, and the
  -- thread in which one stands, are derived together with this thread.
  mentioned_id TEXT NOT NULL,
  thread_id    TEXT NOT NULL REFERENCES thread (thread_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (mentioned_id, thread_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX mention_by_thread ON mention (thread_id);

CREATE TABLE message (
  -- A mail, or a ghost: a mail that others refer to and that no source delivered. The columns are those of the canonical
  -- copy. `is_pending` marks what was stored since its thread was derived last.
  id                INTEGER PRIMARY KEY,
  message_id        TEXT NOT NULL UNIQUE,
  thread_id         TEXT REFERENCES thread (thread_id) DEFERRABLE INITIALLY DEFERRED,
  parent_message_id TEXT REFERENCES message (message_id) DEFERRABLE INITIALLY DEFERRED,
  depth             INTEGER NOT NULL DEFAULT 0 CHECK (depth >= 0),
  date              TEXT,
  from_name         TEXT NOT NULL,
  from_email        TEXT NOT NULL,
  subject           TEXT NOT NULL,
  list_ids          TEXT NOT NULL CHECK (json_valid(list_ids)),
  is_bot            INTEGER NOT NULL DEFAULT 0 CHECK (is_bot IN (0, 1)),
  is_ghost          INTEGER NOT NULL CHECK (is_ghost IN (0, 1)),
  is_pending        INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  content_hash      TEXT,
  CHECK ((content_hash IS NULL) = is_ghost)
) STRICT;

CREATE INDEX message_by_thread ON message (thread_id, date);
CREATE INDEX message_by_parent ON message (parent_message_id);
CREATE INDEX message_by_date ON message (date);
CREATE INDEX message_pending ON message (message_id) WHERE is_pending;
CREATE INDEX message_by_person ON message (from_email, date);

CREATE TABLE copy (
  -- One text of a mail. Deliveries with the same content share a copy; a mailing list that changes the text makes
  -- another one; the one with the lowest `list_rank`, then `raw_hash`, is canonical. `raw` is the mail as it stood in the
  -- archive, deflated (zlib), without its end where that is `text`; `raw_bytes` is its size unpacked. `envelope` holds the
  -- decoded headers.
  message_id   TEXT NOT NULL REFERENCES message (message_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  content_hash TEXT NOT NULL,
  list_rank    INTEGER NOT NULL,
  raw_hash     TEXT NOT NULL,
  raw_bytes    INTEGER NOT NULL CHECK (raw_bytes >= 0),
  envelope     TEXT NOT NULL CHECK (json_valid(envelope)),
  text         TEXT NOT NULL,
  ends_with_text INTEGER NOT NULL CHECK (ends_with_text IN (0, 1)),
  raw          BLOB NOT NULL,
  PRIMARY KEY (message_id, content_hash)
) STRICT;

CREATE TABLE delivery (
  -- Where a copy was found, and the lists that delivered it there.
  message_id   TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  source       TEXT NOT NULL,
  byte_offset  INTEGER NOT NULL,
  list_ids     TEXT NOT NULL CHECK (json_valid(list_ids)),
  PRIMARY KEY (source, byte_offset, message_id),
  FOREIGN KEY (message_id, content_hash) REFERENCES copy (message_id, content_hash) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_by_copy ON delivery (message_id, content_hash);

CREATE TABLE ghost (
  -- The text of a ghost as far as replies quote it.
  message_id TEXT PRIMARY KEY REFERENCES message (message_id) ON DELETE CASCADE,
  text       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
  -- One version of a patch series, known by its first mail. `series_id` is the first mail of its earliest version: the same
  -- for all versions. `outline` is what linking versions needs of it beside the mails themselves; `is_pending` marks a
  -- series whose links want finding again.
  head_message_id     TEXT PRIMARY KEY REFERENCES message (message_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  series_id           TEXT NOT NULL,
  version             INTEGER NOT NULL CHECK (version >= 0),
  subject             TEXT NOT NULL,
  parts               INTEGER NOT NULL CHECK (parts >= 0),
  -- The version before this one, why the two are taken for one series, and how sure that is.
  previous_message_id TEXT,
  link_reason         TEXT,
  link_confidence     REAL CHECK (link_confidence BETWEEN 0 AND 1),
  outline             TEXT NOT NULL CHECK (json_valid(outline)),
  is_pending          INTEGER NOT NULL DEFAULT 1 CHECK (is_pending IN (0, 1))
) STRICT;

CREATE INDEX series_by_id ON series (series_id, version);
CREATE INDEX series_by_previous ON series (previous_message_id);
CREATE INDEX series_pending ON series (head_message_id) WHERE is_pending;

CREATE TABLE series_key (
  -- Series that share a key may be versions of each other.
  key             TEXT NOT NULL,
  head_message_id TEXT NOT NULL REFERENCES series (head_message_id) ON DELETE CASCADE,
  PRIMARY KEY (key, head_message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX series_key_by_series ON series_key (head_message_id);

CREATE TABLE series_part (
  -- A mail of a series: part 0 is the cover letter.
  message_id      TEXT PRIMARY KEY REFERENCES message (message_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  head_message_id TEXT NOT NULL REFERENCES series (head_message_id) ON DELETE CASCADE,
  part            INTEGER NOT NULL CHECK (part >= 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX series_part_by_series ON series_part (head_message_id, part);

CREATE TABLE issue (
  -- Something in the input that could not be read as it should. `issue_id` is a hash of the other columns. `scope` is the
  -- Message-ID or the source that the issue is replaced with when that is read again.
  issue_id    TEXT PRIMARY KEY,
  scope       TEXT NOT NULL,
  stage       TEXT NOT NULL CHECK (stage IN ('source', 'mail', 'derive')),
  code        TEXT NOT NULL,
  says        TEXT NOT NULL,
  location    TEXT,
  byte_offset INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_by_scope ON issue (scope, stage);
