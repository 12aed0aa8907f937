-- Who gave which tag to which patch.

CREATE TABLE tag (
  -- A trailer: in the commit message of a patch, or written by somebody in a reply to the patch or to its cover letter.
  -- `message_id` is the mail that carries it, `patch_message_id` the patch or cover letter that it is given to.
  message_id       TEXT NOT NULL REFERENCES message (message_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  tag              INTEGER NOT NULL CHECK (tag >= 0),
  patch_message_id TEXT NOT NULL,
  key              TEXT NOT NULL,
  value            TEXT NOT NULL,
  -- The person that it names, where it names one.
  name             TEXT,
  email            TEXT,
  note             TEXT,
  given_in         TEXT NOT NULL CHECK (given_in IN ('commit', 'reply-to-patch', 'reply-to-cover')),
  -- Whether the sender of the mail is that person.
  identity         TEXT NOT NULL CHECK (identity IN ('same-address', 'same-name', 'other-person', 'no-person')),
  PRIMARY KEY (message_id, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_by_patch ON tag (patch_message_id, key);

CREATE VIEW v_tag AS
SELECT t.message_id, t.patch_message_id, m.thread_id, s.series_id, s.version, s.part, t.key, t.value, t.name, t.email,
       t.note, t.given_in, t.identity, m.date, m.from_name, m.from_email
FROM tag t
JOIN message m ON m.message_id = t.message_id
LEFT JOIN part_of_series s ON s.message_id = t.patch_message_id;
