-- What a hunk does to the steps that it names, and what its calls are about. Hunks are derived: they are made anew.
ALTER TABLE hunk ADD COLUMN concepts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(concepts));
ALTER TABLE hunk ADD COLUMN changes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(changes));

DROP VIEW v_link;

CREATE VIEW v_link AS
WITH of_hunk (message_id, file, hunk, link, name) AS (
  SELECT h.message_id, h.file, h.hunk, 'symbol', s.value FROM hunk h, json_each(h.symbols) s
  UNION ALL SELECT h.message_id, h.file, h.hunk, 'primitive', s.value FROM hunk h, json_each(h.primitives) s
  UNION ALL SELECT h.message_id, h.file, h.hunk, 'concept', s.value FROM hunk h, json_each(h.concepts) s
  UNION ALL SELECT h.message_id, h.file, h.hunk, 'adds', s.value FROM hunk h, json_each(h.changes, '$.adds') s
  UNION ALL SELECT h.message_id, h.file, h.hunk, 'removes', s.value FROM hunk h, json_each(h.changes, '$.removes') s
  UNION ALL SELECT h.message_id, h.file, h.hunk, 'moves', s.value FROM hunk h, json_each(h.changes, '$.moves') s
  UNION ALL SELECT h.message_id, h.file, h.hunk, 'guards', s.value FROM hunk h, json_each(h.changes, '$.guards') s
  UNION ALL SELECT h.message_id, h.file, h.hunk, 'lock', s.value FROM hunk h, json_each(h.changes, '$.locks') s
)
SELECT NULL AS claim_id, l.message_id, f.path, l.hunk, h.function, l.link, l.name
FROM of_hunk l
JOIN hunk h ON h.message_id = l.message_id AND h.file = l.file AND h.hunk = l.hunk
JOIN file_change f ON f.message_id = l.message_id AND f.file = l.file
UNION ALL
SELECT c.claim_id, c.message_id, c.anchor_path, c.anchor_hunk, c.anchor_function, 'symbol', s.value
FROM claim c, json_each(c.symbols) s
UNION ALL
SELECT c.claim_id, c.message_id, c.anchor_path, c.anchor_hunk, c.anchor_function, 'concept', s.value
FROM claim c, json_each(c.concepts) s;
