"""The statements that code rows of text, each with places that intake/coding.py fills in.

Lives here: the joins as text. Lives elsewhere: what fills them and runs them (intake/coding.py).
"""

OBSERVATIONS_IN = """
CREATE VIEW observations_in AS
SELECT row, 0 AS origin, 0 AS part, patient_id, "on", on_from, on_to, finding, value, value_from, value_to, unit, side,
  recorded_at, seq, replaces, left_out, problem, NULL::INTEGER AS fact
FROM raw_observations
"""
FACT = """
UNION ALL BY NAME
SELECT row, 3 AS origin, $place AS part, patient_id, '$code' AS finding, $column AS value, $low AS value_from,
  $high AS value_to, NULL AS problem, $place AS fact
FROM raw_persons WHERE $column IS NOT NULL OR $low IS NOT NULL OR $high IS NOT NULL
"""


PERSONS = """
CREATE TABLE persons_coded AS
SELECT r.row, r.patient_id, s.side, d.low AS birth_low, d.high AS birth_high,
  COALESCE(
    CASE r.problem WHEN 'broken' THEN $broken WHEN 'other' THEN $other END,
    CASE WHEN r.patient_id IS NULL THEN $nobody END,
    CASE WHEN r.side IS NOT NULL AND s.side IS NULL THEN $no_side END,
    $birth_fault,
    CASE WHEN COUNT(*) OVER (PARTITION BY r.patient_id) > 1 THEN $twice END) AS fault
FROM raw_persons AS r LEFT JOIN side_codes AS s ON s.word = r.side LEFT JOIN day_codes AS d ON d.word = LEFT(r.birth_date, 10)
"""
PEOPLE = """
CREATE TABLE people AS
SELECT CAST(ROW_NUMBER() OVER (ORDER BY t.id) AS INTEGER) AS number, t.id, COALESCE(p.side, e.side) AS side, p.birth_low, p.birth_high
FROM (
  SELECT DISTINCT id FROM (
    SELECT DISTINCT patient_id AS id FROM raw_observations UNION ALL SELECT DISTINCT patient_id FROM raw_events
    UNION ALL SELECT DISTINCT patient_id FROM raw_courses UNION ALL SELECT DISTINCT patient_id FROM raw_persons
  ) AS u WHERE id IS NOT NULL
) AS t LEFT JOIN persons_coded AS p ON p.patient_id = t.id AND p.fault IS NULL
LEFT JOIN (
  SELECT o.patient_id, CASE WHEN MIN(s.side) = MAX(s.side) THEN MAX(s.side) ELSE $both END AS side
  FROM raw_observations AS o JOIN finding_codes AS f ON f.code = o.finding AND f.episode
  JOIN side_codes AS s ON s.word = o.side AND s.side IS NOT NULL
  WHERE o.left_out IS NULL AND o.problem IS NULL GROUP BY o.patient_id
) AS e ON e.patient_id = t.id
"""


RECORDED = "CASE WHEN o.recorded_at IS NOT NULL AND TRY_CAST(o.recorded_at AS TIMESTAMPTZ) IS NULL THEN $unrecorded END"
LOW = 'CASE WHEN o."on" IS NOT NULL THEN d.low WHEN o.on_from IS NOT NULL THEN df.low WHEN o.on_to IS NOT NULL THEN 1 END'
HIGH = 'CASE WHEN o."on" IS NOT NULL THEN d.high ELSE dt.high END'
DAY_JOINS = """
LEFT JOIN day_codes AS d ON d.word = LEFT(o."on", 10)
LEFT JOIN day_codes AS df ON df.word = LEFT(o.on_from, 10)
LEFT JOIN day_codes AS dt ON dt.word = LEFT(o.on_to, 10)
LEFT JOIN side_codes AS s ON s.word = o.side
LEFT JOIN people AS p ON p.id = o.patient_id
LEFT JOIN relative_sides AS r ON r.side = COALESCE(s.side, 0) AND r.episode = COALESCE(p.side, 0)
"""
BEFORE = """
    CASE o.problem WHEN 'broken' THEN $broken WHEN 'other' THEN $other END,
    CASE WHEN o.patient_id IS NULL THEN $nobody END"""
AFTER = """
    $on_fault, $from_fault, $to_fault,
    CASE WHEN $low > $high THEN $reversed END,
    CASE WHEN o.side IS NOT NULL AND s.side IS NULL THEN $no_side END,
    $recorded, $$seq_fault"""
FRAME = """
  o.row, o.origin, o.part, p.number AS patient_id,
  CAST($low AS INTEGER) AS on_low, CAST($high AS INTEGER) AS on_high,
  TRY_CAST(o.seq AS INTEGER) AS seq, TRY_CAST(o.replaces AS INTEGER) AS replaces,
  TRY_CAST(o.recorded_at AS TIMESTAMPTZ) AS recorded"""
OBSERVATIONS = """
SELECT COALESCE((patient_id - 1) // $$bucket, -1) AS bucket, * FROM (
  SELECT $frame, o.fact, CASE WHEN o.problem IS NULL THEN v.finding END AS named, CASE WHEN v.silent THEN 0 ELSE v.finding END AS finding, v.low, v.high,
    CASE WHEN v.per_side THEN r.code ELSE 0 END AS side,
    CAST(COALESCE($before, f.fault, v.fault,
      CASE WHEN o.finding IS NULL THEN $unnamed END,
      CASE WHEN v.silent AND o.replaces IS NULL THEN $no_value END,
      CASE WHEN o.side IS NOT NULL AND NOT v.per_side THEN $one_value END, $after) AS INTEGER) AS fault
  FROM observations_in AS o
  LEFT JOIN finding_codes AS f ON f.code = o.finding
  LEFT JOIN value_codes AS v ON v.code = o.finding AND v.value IS NOT DISTINCT FROM o.value
    AND v.value_from IS NOT DISTINCT FROM o.value_from AND v.value_to IS NOT DISTINCT FROM o.value_to
    AND v.unit IS NOT DISTINCT FROM o.unit
  $joins
  WHERE o.left_out IS NULL AND (f.keep OR o.finding IS NULL OR o.problem IS NOT NULL) $$sound
) AS t
"""
EVENTS_IN = """
WITH lines AS (
  SELECT 1 AS origin, 0 AS part, 2 AS turn, NULL AS fact, * FROM raw_events
  UNION ALL BY NAME
  SELECT c.row, 2 AS origin, 1 AS part, 2 AS turn, c.patient_id, c.intervention,
    CASE WHEN NOT COALESCE(i.single, FALSE) OR c."end" IS NULL OR c."end" = c."start" THEN c."start" END AS "on",
    CASE WHEN i.single AND c."end" IS NOT NULL THEN c."start" END AS on_from,
    CASE WHEN c."start" IS NULL OR (i.single AND c."end" <> c."start") THEN c."end" END AS on_to,
    CASE WHEN i.single AND COALESCE(c.status, 'completed') = 'completed' THEN 'done' ELSE 'started' END AS event,
    c.side, c.target, c.agent, c.left_out, c.problem, c.status
  FROM raw_courses AS c LEFT JOIN intervention_codes AS i ON i.code = c.intervention
  WHERE NOT (COALESCE(i.single, FALSE) AND COALESCE(c.status, '') = 'stopped')
  UNION ALL BY NAME
  SELECT c.row, 2 AS origin, 2 AS part, CASE WHEN c."end" > c."start" THEN 1 ELSE 3 END AS turn, c.patient_id,
    c."end" AS "on", CASE WHEN c."end" IS NULL THEN c."start" END AS on_from, c.intervention, 'stopped' AS event,
    c.side, c.target, c.agent, c.left_out, c.problem
  FROM raw_courses AS c JOIN intervention_codes AS i ON i.code = c.intervention AND NOT i.single
  WHERE c."end" IS NOT NULL OR c.status IN ('completed', 'stopped')
)
"""
EVENTS = """
SELECT COALESCE((patient_id - 1) // $$bucket, -1) AS bucket, * FROM (
  SELECT $frame, o.turn, i.number AS intervention, CASE WHEN o.problem IS NULL THEN i.name END AS named, COALESCE(e.number, c.number, 0) AS event, r.code AS side,
    $parts, u.high AS until, TRY_CAST(o."of" AS INTEGER) AS of_seq,
    CAST(COALESCE($before, i.fault,
      CASE WHEN o.intervention IS NULL THEN $unnamed END,
      CASE WHEN o.origin = 1 AND o.event IS NULL AND o.replaces IS NULL THEN $no_event END, e.fault, $part_faults,
      CASE WHEN o.status NOT IN $statuses THEN $no_status END, $after, $until_fault,
      CASE WHEN u.high < $low THEN $until_before END, $of_fault) AS INTEGER) AS fault
  FROM lines AS o
  LEFT JOIN intervention_codes AS i ON i.code = o.intervention
  LEFT JOIN event_codes AS e ON o.origin = 1 AND e.code = o.intervention AND e.event IS NOT DISTINCT FROM o.event
  LEFT JOIN known_events AS c ON o.origin = 2 AND c.name = o.event
  LEFT JOIN day_codes AS u ON u.word = LEFT(o.until, 10)
  $part_joins
  $joins
  WHERE o.left_out IS NULL AND (i.keep OR o.intervention IS NULL OR o.problem IS NOT NULL)
) AS t
"""
PART_JOIN = """
LEFT JOIN part_codes AS part_$part ON part_$part.part = '$part' AND part_$part.word IS NOT DISTINCT FROM o.$part
  AND part_$part.low_word IS NOT DISTINCT FROM $low AND part_$part.high_word IS NOT DISTINCT FROM $high"""
