"""The statements of one bucket, each with places that intake/buckets.py fills in.

Lives here: order, days within bounds, ages, contradictions and numbers of rows as text. Lives elsewhere: what fills the places
and runs them (intake/buckets.py).
"""

LOADED = """
CREATE OR REPLACE TEMP TABLE $name AS
SELECT * $numbered FROM read_parquet($files, hive_partitioning = false)
"""
FIRST_ROW = "SELECT MIN(row) FROM read_parquet($files) WHERE origin = 0"
LINES = """
SELECT patient_id, on_low, on_high, seq, recorded FROM observations WHERE fact IS NULL
UNION ALL SELECT patient_id, on_low, on_high, seq, recorded FROM events
"""
NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT origin, row, part, CAST(ROW_NUMBER() OVER (ORDER BY recorded NULLS FIRST, kind, turn, origin, row, part) AS INTEGER) AS seq
FROM (
  SELECT origin, row, part, recorded, 1 AS kind, 2 AS turn FROM observations WHERE fact IS NULL
  UNION ALL SELECT origin, row, part, recorded, 0, turn FROM events
) AS t
"""
TAKE_NUMBERS = """
CREATE OR REPLACE TEMP TABLE $name AS
SELECT o.* REPLACE (COALESCE(n.seq, o.seq) AS seq) FROM $name AS o
LEFT JOIN numbered AS n ON n.origin = o.origin AND n.row = o.row AND n.part = o.part
"""
PLAIN_NUMBERS = {
    "observations": "CASE WHEN fact IS NULL THEN CAST(row - $first + 1 AS INTEGER) ELSE seq END",
    "events": "CAST(-ROW_NUMBER() OVER (ORDER BY turn DESC, origin DESC, row DESC, part DESC) AS INTEGER)",
}
"""The order of rows that say nothing of it: events first, then observations as the files have them."""
FOUND = """
UPDATE $name SET fault = COALESCE($name.fault, f.fault), $cleared FROM found AS f
WHERE f.origin = $name.origin AND f.row = $name.row AND f.part = $name.part
"""
UNSAYING = {
    "observations": "DELETE FROM observations WHERE fault IS NOT NULL AND named IS NULL",
    "events": "DELETE FROM events WHERE fault IS NOT NULL AND (event NOT IN $kept OR fault IN $sided OR named IS NULL)",
}
DOUBTFUL = {
    "observations": "finding = named, low = $unsure_low, high = $unsure_high, side = 0",
    "events": "until = NULL",
}
DOUBTED = """
UPDATE $name SET seq = CASE WHEN $renumber THEN 1500000000 + (row % 500000000)::INTEGER ELSE seq END,
  on_low = CASE WHEN on_low > on_high THEN NULL ELSE on_low END,
  on_high = CASE WHEN on_low > on_high THEN NULL ELSE on_high END, $doubtful
WHERE fault IS NOT NULL
"""
FIRST = """
CREATE OR REPLACE TEMP TABLE first_lines AS
SELECT patient_id, MIN(seq) AS seq, MIN(on_low) FILTER (WHERE on_low > 1) AS on_low,
  MAX(COALESCE(on_high, on_low, 1)) AS last
FROM ($lines) AS t GROUP BY patient_id
"""
FACT_NUMBERS = """
UPDATE observations SET seq = COALESCE(f.seq, 1) - $count + fact, on_low = 1, on_high = 1
FROM (SELECT p.number AS patient_id, f.seq FROM people AS p LEFT JOIN first_lines AS f ON f.patient_id = p.number) AS f
WHERE f.patient_id = observations.patient_id AND fact IS NOT NULL
"""
BOUNDED = """
CREATE OR REPLACE TEMP TABLE bounded AS
SELECT patient_id, seq,
  CASE WHEN low IS NOT NULL THEN low WHEN agreed THEN after ELSE 1 END AS on_low,
  CASE WHEN low IS NOT NULL THEN high WHEN agreed THEN before ELSE last END AS on_high
FROM (
  SELECT *, after <= before AND (recorded_on IS NULL OR after <= recorded_on) AS agreed FROM (
    SELECT patient_id, seq, low, high, last, recorded_on,
      $after AS after, $before AS before
    FROM (
      SELECT l.patient_id, l.seq, l.on_low AS low,
        CASE WHEN l.on_low IS NOT NULL THEN COALESCE(l.on_high, GREATEST(l.on_low, f.last)) END AS high, f.last,
        CAST(l.recorded AS DATE) - DATE '0001-01-01' + 1 AS recorded_on
      FROM ($lines) AS l JOIN first_lines AS f ON f.patient_id = l.patient_id
      WHERE l.patient_id IN (SELECT patient_id FROM ($lines) AS o WHERE on_low IS NULL OR on_high IS NULL)
    ) AS t
    WINDOW earlier AS (PARTITION BY patient_id ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
      later AS (PARTITION BY patient_id ORDER BY seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
  ) AS u
) AS v
"""
AFTER = "GREATEST(1, COALESCE(MAX(low) OVER earlier, 1))"
BEFORE = "LEAST(last, COALESCE(MIN(high) OVER later, last))"
TAKE_DAYS = """
UPDATE $name SET on_low = b.on_low, on_high = b.on_high FROM bounded AS b
WHERE b.patient_id = $name.patient_id AND b.seq = $name.seq AND ($name.on_low IS NULL OR $name.on_high IS NULL)
"""
AGES = """
INSERT INTO observations BY NAME
WITH born AS (
  SELECT p.number AS patient_id, DATE '0001-01-01' + (p.birth_low - 1) AS first_birth,
    DATE '0001-01-01' + (p.birth_high - 1) + CASE WHEN MONTH(DATE '0001-01-01' + (p.birth_high - 1)) = 2
      AND DAY(DATE '0001-01-01' + (p.birth_high - 1)) = 29 THEN 1 ELSE 0 END AS last_birth,
    LEAST(COALESCE(f.on_low, $day), $day) AS start, COALESCE(f.seq, 1) AS seq
  FROM people AS p LEFT JOIN first_lines AS f ON f.patient_id = p.number
  WHERE p.birth_low IS NOT NULL AND (p.number - 1) // $bucket = $place
), moments AS (
  SELECT patient_id, first_birth, last_birth, seq, start AS on_day FROM born
  UNION SELECT patient_id, first_birth, last_birth, seq, on_day FROM (
    SELECT *, UNNEST([first_birth + TO_YEARS(k), last_birth + TO_YEARS(k)])::DATE - DATE '0001-01-01' + 1 AS on_day, start FROM (
      SELECT *, UNNEST(RANGE(0, 1 + YEAR(DATE '0001-01-01' + $day) + 1 - YEAR(first_birth)))::INTEGER AS k FROM born
    ) AS t
  ) AS u WHERE on_day > start AND on_day <= $day + 366
), ages AS (
  SELECT patient_id, seq, on_day, MIN(on_day) OVER (PARTITION BY patient_id) = on_day AS is_first,
    DATE_SUB('year', last_birth, DATE '0001-01-01' + (on_day::INTEGER - 1)) AS low,
    DATE_SUB('year', first_birth, DATE '0001-01-01' + (on_day::INTEGER - 1)) AS high
  FROM moments
)
SELECT patient_id, $age AS finding, $age AS named, CASE WHEN is_first THEN 1 ELSE on_day END::INTEGER AS on_low,
  CASE WHEN is_first THEN 1 ELSE on_day END::INTEGER AS on_high,
  (seq - $count - ROW_NUMBER() OVER (PARTITION BY patient_id ORDER BY on_day DESC))::INTEGER AS seq,
  GREATEST(low, $least) AS low, LEAST(high, $most) AS high, 0 AS side, 9 AS origin, 0 AS row, 0 AS part
FROM ages WHERE high >= $least AND low <= $most
"""
CONTRADICTING = """
INSERT INTO observations BY NAME
SELECT o.patient_id, o.finding, o.finding AS named, o.on_high AS on_low, o.on_high,
  ($most - ROW_NUMBER() OVER (PARTITION BY o.patient_id))::INTEGER AS seq, $unsure_low AS low,
  $unsure_high AS high, o.side, 9 AS origin, ANY_VALUE(o.row) AS row, 0 AS part
FROM observations AS o
JOIN (
  SELECT patient_id, finding, side, on_high, MAX(recorded) AS latest, COUNT(*) > COUNT(recorded) AS unknown
  FROM observations WHERE fact IS NULL AND on_low = on_high AND low <= high AND finding IN $worded
  GROUP BY ALL HAVING MIN(low) <> MAX(low)
) AS g USING (patient_id, finding, side, on_high)
WHERE o.on_low = o.on_high AND o.low <= o.high AND (g.unknown OR o.recorded = g.latest)
GROUP BY o.patient_id, o.finding, o.side, o.on_high HAVING MIN(o.low) <> MAX(o.low)
"""
REPEATED = """
SELECT l.origin, l.row, l.part, $fault AS fault FROM ($lines) AS l
SEMI JOIN (SELECT patient_id, seq FROM ($lines) AS t WHERE seq IS NOT NULL GROUP BY ALL HAVING COUNT(*) > 1) AS d USING (patient_id, seq)
"""
ADDRESSED = "SELECT patient_id, seq, origin, row, part, named::VARCHAR AS named FROM $name"
NAMING = """
SELECT o.origin, o.row, o.part, CASE
  WHEN o.$column = o.seq THEN $self WHEN x.seq IS NULL THEN $lost
  WHEN x.named IS DISTINCT FROM o.named::VARCHAR THEN $other $later END AS fault
FROM $name AS o LEFT JOIN ($lines) AS x ON x.patient_id = o.patient_id AND x.seq = o.$column
WHERE o.$column IS NOT NULL
"""
WRITTEN = (
    "COPY (SELECT $columns FROM $name $where ORDER BY $order) TO $file (FORMAT parquet, COMPRESSION zstd)"
)
ORDER = {
    "observations": "finding, patient_id, on_high, seq",
    "events": "patient_id, seq",
    "persons": "patient_id",
}
