-- Less space for the same content.

CREATE TABLE delivery_by_mail (
  -- Where a copy was found, and the lists that delivered it there. Keyed by the copy first: what asks for deliveries asks for
  -- those of a copy, and needs no second index.
  message_id   TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  source       TEXT NOT NULL,
  byte_offset  INTEGER NOT NULL,
  list_ids     TEXT NOT NULL CHECK (json_valid(list_ids)),
  PRIMARY KEY (message_id, content_hash, source, byte_offset),
  FOREIGN KEY (message_id, content_hash) REFERENCES copy (message_id, content_hash) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO delivery_by_mail (message_id, content_hash, source, byte_offset, list_ids)
SELECT message_id, content_hash, source, byte_offset, list_ids FROM delivery;

DROP TABLE delivery;
ALTER TABLE delivery_by_mail RENAME TO delivery;

-- Paths are looked for by a part of them alone.
DROP INDEX file_change_by_path;
