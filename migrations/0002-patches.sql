-- The diffs that mails carry.

CREATE TABLE patch (
  -- The diff of one mail. `patch_id` is a hash of what it changes, line numbers and blanks left out: equal for two mails
  -- that make the same change.
  message_id TEXT PRIMARY KEY REFERENCES message (message_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  patch_id   TEXT NOT NULL,
  files      INTEGER NOT NULL CHECK (files >= 0),
  added      INTEGER NOT NULL CHECK (added >= 0),
  removed    INTEGER NOT NULL CHECK (removed >= 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX patch_by_patch_id ON patch (patch_id);

CREATE TABLE file_change (
  -- One file of a diff, in the order of the diff.
  message_id TEXT NOT NULL REFERENCES patch (message_id) ON DELETE CASCADE,
  file       INTEGER NOT NULL CHECK (file >= 0),
  path       TEXT NOT NULL,
  old_path   TEXT,
  kind       TEXT NOT NULL CHECK (kind IN ('modify', 'add', 'delete', 'rename', 'binary', 'mode')),
  old_blob   TEXT,
  new_blob   TEXT,
  PRIMARY KEY (message_id, file)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_change_by_path ON file_change (path);

CREATE TABLE hunk (
  -- One hunk of a file. Its text is lines `first_line` to `last_line` (from 0) of the mail's text; `change_hash` is a hash
  -- of its added and removed lines, so that a hunk that moved unchanged keeps it.
  message_id  TEXT NOT NULL,
  file        INTEGER NOT NULL,
  hunk        INTEGER NOT NULL CHECK (hunk >= 0),
  old_start   INTEGER NOT NULL,
  old_lines   INTEGER NOT NULL,
  new_start   INTEGER NOT NULL,
  new_lines   INTEGER NOT NULL,
  -- The function that the hunk changes, where its lines tell; `heading` is what follows the second @@.
  function    TEXT,
  heading     TEXT NOT NULL,
  added       INTEGER NOT NULL CHECK (added >= 0),
  removed     INTEGER NOT NULL CHECK (removed >= 0),
  first_line  INTEGER NOT NULL,
  last_line   INTEGER NOT NULL,
  change_hash TEXT NOT NULL,
  PRIMARY KEY (message_id, file, hunk),
  FOREIGN KEY (message_id, file) REFERENCES file_change (message_id, file) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX hunk_by_function ON hunk (function);
CREATE INDEX hunk_by_change ON hunk (change_hash);

CREATE TABLE hunk_link (
  -- What the changed lines of a hunk name: symbols that they call, primitives of the model among them.
  message_id TEXT NOT NULL,
  file       INTEGER NOT NULL,
  hunk       INTEGER NOT NULL,
  link       TEXT NOT NULL CHECK (link IN ('symbol', 'concept', 'primitive')),
  name       TEXT NOT NULL,
  PRIMARY KEY (message_id, file, hunk, link, name),
  FOREIGN KEY (message_id, file, hunk) REFERENCES hunk (message_id, file, hunk) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX hunk_link_by_name ON hunk_link (name, link);
