-- A claim's ledger goes on with what the checks of each version say: "confirmed in v1, refuted in v3". They are read from
-- the checks, so that a check that is made again or dropped leaves no step of its own behind.

DROP VIEW v_claim_event;
ALTER TABLE claim_event DROP COLUMN check_id;

-- Steps that mails made keep their numbers; those of checks come behind them, by version. They have no date: a check says
-- what is so of a version, not when somebody said it. The casts give both halves the same types: only then does SQLite
-- look up each of them by what a query asks for, instead of writing all steps out first.
CREATE VIEW v_claim_event AS
SELECT e.claim_id, e.event, e.status, e.message_id, e.date, e.evidence, e.version, CAST(NULL AS TEXT) AS check_id
FROM claim_event e
UNION ALL
SELECT k.claim_id,
       CAST((SELECT count(*) FROM claim_event e WHERE e.claim_id = k.claim_id)
         + (SELECT count(*) FROM "check" o
            WHERE o.claim_id = k.claim_id
              AND (ifnull((SELECT t.version FROM part_of_series t WHERE t.message_id = o.message_id), 0), o.check_id)
                < (ifnull((SELECT s.version FROM part_of_series s WHERE s.message_id = k.message_id), 0), k.check_id)) AS INTEGER),
       k.verdict, CAST(NULL AS TEXT), CAST(NULL AS TEXT),
       CAST(k.property || ' of ' || k.function || '() in ' || k.world || ': '
         || (SELECT r.result FROM run r WHERE r.check_id = k.check_id AND r.side = 'after') AS TEXT),
       (SELECT s.version FROM part_of_series s WHERE s.message_id = k.message_id),
       k.check_id
FROM "check" k
WHERE k.claim_id IS NOT NULL;
