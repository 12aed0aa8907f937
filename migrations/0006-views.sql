-- The public interface: these names and columns do not change within a major version.

CREATE VIEW part_of_series AS
-- A mail's place in its series: for the views below.
SELECT p.message_id, s.series_id, s.version, p.part, s.parts
FROM series_part p
JOIN series s ON s.head_message_id = p.head_message_id;

CREATE VIEW v_message AS
SELECT m.message_id, m.thread_id, m.parent_message_id, m.depth, m.date, m.from_name, m.from_email, m.subject, m.list_ids,
       m.is_bot, m.is_ghost, p.series_id, p.version, p.part, p.parts, coalesce(c.text, g.text) AS text, c.raw_bytes
FROM message m
LEFT JOIN part_of_series p ON p.message_id = m.message_id
LEFT JOIN copy c ON c.message_id = m.message_id AND c.content_hash = m.content_hash
LEFT JOIN ghost g ON g.message_id = m.message_id;

CREATE VIEW v_thread AS
SELECT m.thread_id, r.subject, r.from_name, r.from_email,
       min(m.date) AS date,
       max(m.date) AS last_date,
       sum(NOT m.is_ghost) AS messages,
       sum(m.is_ghost) AS ghosts,
       count(DISTINCT nullif(m.from_email, '')) AS people
FROM message m
JOIN message r ON r.message_id = m.thread_id
GROUP BY m.thread_id;

CREATE VIEW v_series AS
SELECT s.series_id, s.version, m.thread_id, s.head_message_id AS message_id, m.date, m.from_name, m.from_email, s.subject,
       s.parts,
       (SELECT count(*) FROM series_part p
        WHERE p.head_message_id = s.head_message_id AND p.part > 0) AS received,
       s.previous_message_id, s.link_reason, s.link_confidence
FROM series s
JOIN message m ON m.message_id = s.head_message_id;

CREATE VIEW v_patch AS
SELECT p.message_id, m.thread_id, m.date, m.from_name, m.from_email, m.subject, s.series_id, s.version, s.part, s.parts,
       p.patch_id, p.files, p.added, p.removed
FROM patch p
JOIN message m ON m.message_id = p.message_id
LEFT JOIN part_of_series s ON s.message_id = p.message_id;

CREATE VIEW v_hunk AS
SELECT h.message_id, m.thread_id, s.series_id, s.version, s.part, f.path, f.old_path, h.file, h.hunk, h.function, h.heading,
       h.old_start, h.old_lines, h.new_start, h.new_lines, h.added, h.removed, h.first_line, h.last_line, h.change_hash
FROM hunk h
JOIN file_change f ON f.message_id = h.message_id AND f.file = h.file
JOIN message m ON m.message_id = h.message_id
LEFT JOIN part_of_series s ON s.message_id = h.message_id;

CREATE VIEW v_claim AS
SELECT c.claim_id, c.message_id, m.thread_id, m.date, m.from_name, m.from_email, m.subject, c.kind, c.hedged, c.evidence,
       c.start, c."end", c.concepts, c.symbols, c.about, c.replies_to, c.is_bot, c.confidence, c.cues, c.status,
       c.anchor_message_id, c.anchor_path, c.anchor_function, c.anchor_hunk, c.anchor_hunk_line, c.anchor_line,
       c.anchor_line_number, c.anchor_side, c.anchor_method, c.anchor_confidence, c.anchor_candidates,
       s.series_id, s.version, s.part,
       -- The strongest verdict of the checks that the claim asked for.
       (SELECT k.verdict FROM "check" k WHERE k.claim_id = c.claim_id
        ORDER BY CASE k.verdict WHEN 'confirmed' THEN 0 WHEN 'confirmed-under-assumption' THEN 1 WHEN 'refuted' THEN 2
                 ELSE 3 END
        LIMIT 1) AS verdict
FROM claim c
JOIN message m ON m.message_id = c.message_id
LEFT JOIN part_of_series s ON s.message_id = c.anchor_message_id;

CREATE VIEW v_claim_event AS
SELECT e.claim_id, e.event, e.status, e.message_id, e.date, e.evidence, e.version, e.check_id
FROM claim_event e;

CREATE VIEW v_link AS
SELECT NULL AS claim_id, l.message_id, f.path, l.hunk, h.function, l.link, l.name
FROM hunk_link l
JOIN file_change f ON f.message_id = l.message_id AND f.file = l.file
JOIN hunk h ON h.message_id = l.message_id AND h.file = l.file AND h.hunk = l.hunk
UNION ALL
SELECT c.claim_id, c.message_id, c.anchor_path, c.anchor_hunk, c.anchor_function, 'symbol', s.value
FROM claim c, json_each(c.symbols) s
UNION ALL
SELECT c.claim_id, c.message_id, c.anchor_path, c.anchor_hunk, c.anchor_function, 'concept', s.value
FROM claim c, json_each(c.concepts) s;

CREATE VIEW v_check AS
SELECT k.check_id, k.claim_id, k.message_id, m.thread_id, s.series_id, s.version, s.part, k.path, k.function, k.property,
       k.world, r.side, r.result, k.verdict, k.change, r.states, r.seconds, r.assumptions, r.token, k.why, k.kernel,
       r.origin, r.refs AS "references", r.unknown, r.missing, r.witnesses, r.mutant
FROM "check" k
JOIN run r ON r.check_id = k.check_id
LEFT JOIN message m ON m.message_id = k.message_id
LEFT JOIN part_of_series s ON s.message_id = k.message_id;

CREATE VIEW v_trace_step AS
SELECT t.check_id, t.side, t.step, t.actor, t.does, t.file, t.line, t.text, t.function, t.assumes, t.changes
FROM trace_step t;

CREATE VIEW v_issue AS
SELECT i.code, i.says, i.location, i.byte_offset, i.stage, m.message_id, m.thread_id,
       CASE WHEN m.message_id IS NULL THEN i.scope END AS source
FROM issue i
LEFT JOIN message m ON m.message_id = i.scope;
