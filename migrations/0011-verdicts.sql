-- The strongest verdict of the checks that a claim asked for, kept with the claim: lists of claims are filtered by it.

ALTER TABLE claim ADD COLUMN verdict TEXT
  CHECK (verdict IN ('confirmed', 'confirmed-under-assumption', 'refuted', 'undecided'));

CREATE INDEX claim_by_verdict ON claim (verdict) WHERE verdict IS NOT NULL;

CREATE VIEW strongest_check AS
-- One row a claim that has checks: SQLite takes the other columns from the row that has the least.
SELECT k.claim_id, k.verdict,
       min(CASE k.verdict WHEN 'confirmed' THEN 0 WHEN 'confirmed-under-assumption' THEN 1 WHEN 'refuted' THEN 2 ELSE 3 END) AS place
FROM "check" k
WHERE k.claim_id IS NOT NULL
GROUP BY k.claim_id;

CREATE TRIGGER verdict_of_added AFTER INSERT ON "check" WHEN new.claim_id IS NOT NULL BEGIN
  UPDATE claim SET verdict = (SELECT s.verdict FROM strongest_check s WHERE s.claim_id = claim.claim_id)
  WHERE claim_id = new.claim_id;
END;

CREATE TRIGGER verdict_of_removed AFTER DELETE ON "check" WHEN old.claim_id IS NOT NULL BEGIN
  UPDATE claim SET verdict = (SELECT s.verdict FROM strongest_check s WHERE s.claim_id = claim.claim_id)
  WHERE claim_id = old.claim_id;
END;

CREATE TRIGGER verdict_of_changed AFTER UPDATE OF claim_id, verdict ON "check" BEGIN
  UPDATE claim SET verdict = (SELECT s.verdict FROM strongest_check s WHERE s.claim_id = claim.claim_id)
  WHERE claim_id IN (old.claim_id, new.claim_id);
END;

UPDATE claim SET verdict = (SELECT s.verdict FROM strongest_check s WHERE s.claim_id = claim.claim_id);

DROP VIEW v_claim;

CREATE VIEW v_claim AS
SELECT c.claim_id, c.message_id, m.thread_id, m.date, m.from_name, m.from_email, m.subject, c.kind, c.hedged, c.evidence,
       c.start, c."end", c.concepts, c.symbols, c.about, c.replies_to, c.is_bot, c.confidence, c.cues, c.status,
       c.anchor_message_id, c.anchor_path, c.anchor_function, c.anchor_hunk, c.anchor_hunk_line, c.anchor_line,
       c.anchor_line_number, c.anchor_side, c.anchor_method, c.anchor_confidence, c.anchor_candidates,
       s.series_id, s.version, s.part, c.verdict
FROM claim c
JOIN message m ON m.message_id = c.message_id
LEFT JOIN part_of_series s ON s.message_id = c.anchor_message_id;
