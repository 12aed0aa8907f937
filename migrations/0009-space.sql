-- Less space for the same content, and an index for the list of threads.

-- Counts of claims by status; the few claims of one mail need no order.
DROP INDEX claim_by_message;
CREATE INDEX claim_by_message ON claim (message_id, status);

-- No command looks hunks up by what they change, nor hunks or claims by path and function but as a part of the name.
DROP INDEX hunk_by_change;
DROP INDEX hunk_by_function;
DROP INDEX claim_by_anchor;

-- Nothing is derived from whom a mail was sent to; its raw bytes keep it.
UPDATE copy SET envelope = json_remove(envelope, '$.to', '$.cc');

-- What the changed lines of a hunk call: names, and those of them that are primitives of the model, under its name for them.
ALTER TABLE hunk ADD COLUMN symbols TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(symbols));
ALTER TABLE hunk ADD COLUMN primitives TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(primitives));

UPDATE hunk SET
  symbols = (SELECT json_group_array(l.name ORDER BY l.name) FROM hunk_link l
             WHERE l.message_id = hunk.message_id AND l.file = hunk.file AND l.hunk = hunk.hunk AND l.link = 'symbol'),
  primitives = (SELECT json_group_array(l.name ORDER BY l.name) FROM hunk_link l
                WHERE l.message_id = hunk.message_id AND l.file = hunk.file AND l.hunk = hunk.hunk AND l.link = 'primitive');

DROP VIEW v_link;
DROP TABLE hunk_link;

CREATE VIEW v_link AS
SELECT NULL AS claim_id, h.message_id, f.path, h.hunk, h.function, 'symbol' AS link, s.value AS name
FROM hunk h JOIN file_change f ON f.message_id = h.message_id AND f.file = h.file, json_each(h.symbols) s
UNION ALL
SELECT NULL, h.message_id, f.path, h.hunk, h.function, 'primitive', p.value
FROM hunk h JOIN file_change f ON f.message_id = h.message_id AND f.file = h.file, json_each(h.primitives) p
UNION ALL
SELECT c.claim_id, c.message_id, c.anchor_path, c.anchor_hunk, c.anchor_function, 'symbol', s.value
FROM claim c, json_each(c.symbols) s
UNION ALL
SELECT c.claim_id, c.message_id, c.anchor_path, c.anchor_hunk, c.anchor_function, 'concept', s.value
FROM claim c, json_each(c.concepts) s;
