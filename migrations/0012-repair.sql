-- For a violated run: the one step whose addition, move or loss makes the property hold.

ALTER TABLE run ADD COLUMN repair TEXT;

DROP VIEW v_check;
CREATE VIEW v_check AS
SELECT k.check_id, k.claim_id, k.message_id, m.thread_id, s.series_id, s.version, s.part, k.path, k.function, k.property,
       k.world, r.side, r.result, k.verdict, k.change, r.states, r.seconds, r.assumptions, r.token, k.why, k.kernel,
       r.origin, r.refs AS "references", r.unknown, r.missing, r.witnesses, r.mutant, r.repair
FROM "check" k
JOIN run r ON r.check_id = k.check_id
LEFT JOIN message m ON m.message_id = k.message_id
LEFT JOIN part_of_series s ON s.message_id = k.message_id;
