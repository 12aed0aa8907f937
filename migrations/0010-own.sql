-- What a person keeps for themselves. Nothing derives it: reading mail again, or deriving it again, leaves it as it is.

CREATE TABLE read_mark (
  -- No reference: a mark stays where its mail is taken out and read again.
  message_id TEXT PRIMARY KEY,
  date       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  message_id TEXT NOT NULL,
  -- A claim made in that mail; empty for a note on the mail itself.
  claim_id   TEXT NOT NULL DEFAULT '',
  text       TEXT NOT NULL CHECK (text <> ''),
  date       TEXT NOT NULL,
  PRIMARY KEY (message_id, claim_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_read_mark AS
SELECT r.message_id, m.thread_id, r.date
FROM read_mark r
LEFT JOIN message m ON m.message_id = r.message_id;

CREATE VIEW v_note AS
SELECT n.message_id, nullif(n.claim_id, '') AS claim_id, m.thread_id, n.text, n.date
FROM note n
LEFT JOIN message m ON m.message_id = n.message_id;
