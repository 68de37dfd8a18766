"""From prepared observations to one answer for each person and finding.

Lives here: which lines are seen, which answer counts today (freshness, flags that stand, settled exits). Most findings
have one line that counts as of a day, and its marks say so; flags, signs of exits and corrected lines are looked at one
by one. Lives elsewhere: the tables (population/layout.py), marks (population/marks.py), answers as words (answers.py),
the same for one record (reasoning/facts.py).

`at` orders a person's lines: the last possible day, then `seq`.
"""

from collections.abc import Iterable, Iterator

from sqlglot import exp

from stepwell.knowledge.conditions import OTHER_SIDE
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import Codes
from stepwell.population.statement.sheet import of_person
from stepwell.population.statement.terms import column, skeleton, whole
from stepwell.reasoning.facts import SETTLING, CompiledPathway

REPLACED = """
SELECT patient_id, replaces AS seq FROM observations WHERE replaces IS NOT NULL AND on_high <= :day
"""
SEEN = """
SELECT patient_id, finding, CAST(on_low AS BIGINT) AS on_low, CAST(on_high AS BIGINT) AS on_high, low, high, side, corrected,
  CAST(on_high AS BIGINT) * 4294967296 + seq AS at
FROM (
  SELECT o.* FROM observations AS o WHERE o.on_high <= :day AND o.finding > 0 AND NOT o.corrected
  UNION ALL
  SELECT o.* FROM observations AS o
  LEFT JOIN replaced AS r ON r.patient_id = o.patient_id AND r.seq = o.seq
  WHERE o.on_high <= :day AND o.finding > 0 AND o.corrected AND r.seq IS NULL
) AS lines
"""
REPLACED_EVENTS = """
SELECT patient_id, replaces AS seq FROM events WHERE replaces IS NOT NULL AND on_high <= :day
"""
SEEN_EVENTS = """
SELECT e.*, CAST(e.on_high AS BIGINT) * 4294967296 + e.seq AS at
FROM events AS e
LEFT JOIN replaced_events AS r ON r.patient_id = e.patient_id AND r.seq = e.seq
WHERE e.on_high <= :day AND e.event > 0 AND r.seq IS NULL
"""
SETTLED = """
SELECT m.patient_id, m.intervention, m.moment, COALESCE(n.newest, 0) AS newest
FROM moments AS m
LEFT JOIN (
  SELECT m.patient_id, m.intervention,
    MAX(CASE WHEN s.any_answer = 1 OR l.high < l.low OR (s.yes_no = 1 AND l.low = 1) THEN l.at END) AS newest
  FROM seen AS l
  JOIN moments AS m ON m.patient_id = l.patient_id
  JOIN signs AS s ON s.intervention = m.intervention AND s.finding = l.finding
  GROUP BY m.patient_id, m.intervention
) AS n ON n.patient_id = m.patient_id AND n.intervention = m.intervention
"""
SETTLED_SIGNS = """
SELECT m.patient_id, s.finding, MAX(m.moment) AS settled_at
FROM moments AS m JOIN signs AS s ON s.intervention = m.intervention
GROUP BY m.patient_id, s.finding
"""
NOW = """
SELECT o.patient_id, r.finding, r.place, o.low, o.high, o.on_low, o.on_high, r.lasting, r.fresh_for,
  r.yes_no = 1 AND o.low = 1 AND o.high = 1 AS says_yes
FROM observations AS o
JOIN rules AS r ON r.source = o.finding
WHERE r.folded = 0 AND NOT o.corrected AND o.on_high <= :day AND CASE WHEN r.other = 1
  THEN o.side <> 1 AND (o.next_there IS NULL OR o.next_there > :day)
  ELSE o.side <> 2 AND (o.next_here IS NULL OR o.next_here > :day) END
"""
FOLDED = """
SELECT l.patient_id, r.finding, l.low, l.high, l.on_low, l.on_high, l.at
FROM seen AS l
JOIN rules AS r ON r.source = l.finding
WHERE l.side <> CASE WHEN r.other = 1 THEN 1 ELSE 2 END
"""
LATEST = """
SELECT g.*, yes_at // 4294967296 AS yes_on, unsure_at // 4294967296 AS unsure_on FROM (
SELECT patient_id, finding, ARG_MAX(low, at) AS low, ARG_MAX(high, at) AS high, ARG_MAX(on_low, at) AS on_low,
  MAX(on_high) AS on_high,
  COALESCE(MAX(CASE WHEN low = 1 AND high = 1 THEN at END), 0) AS yes_at,
  COALESCE(MAX(CASE WHEN high < low THEN at END), 0) AS unsure_at,
  ARG_MAX(on_low, at) FILTER (WHERE low = 1 AND high = 1) AS yes_on_low,
  ARG_MAX(on_low, at) FILTER (WHERE high < low) AS unsure_on_low
FROM folded_lines
GROUP BY patient_id, finding
) AS g
"""
CURRENT = f"""
SELECT c.*, {of_person("c.patient_id")}
FROM (
  SELECT patient_id, finding, place, low, high, on_high = :day AS today, counts AS has_origin, on_low AS origin_on,
    counts AS answered, counts AND says_yes AS yes, counts AND high < low AS unsure
  FROM (
    SELECT *, fresh_for < 0 OR :day - on_low <= fresh_for OR (lasting = 1 AND says_yes) AS counts FROM answered_now
  ) AS n
  UNION ALL
  SELECT patient_id, finding, place, low, high, on_high = :day AS today, stands OR counts AS has_origin,
    CASE
      WHEN NOT stands THEN on_low
      WHEN unsure_is_yes = 1 AND unsure_at > yes_at THEN unsure_on_low
      ELSE yes_on_low END AS origin_on,
    CASE WHEN stands THEN FALSE ELSE counts END AS answered,
    CASE WHEN stands THEN TRUE ELSE counts AND says_yes END AS yes,
    CASE WHEN stands THEN unsure_is_yes = 1 AND unsure_at > yes_at ELSE counts AND high < low END AS unsure
  FROM (
    SELECT j.*,
      flag = 1 AND (yes_at > settled_at OR (unsure_is_yes = 1 AND unsure_at > settled_at)) AS stands,
      fresh_for < 0 OR :day - on_low <= fresh_for OR (lasting = 1 AND says_yes) AS counts
    FROM (
      SELECT l.*, r.place, r.flag, r.unsure_is_yes, r.lasting, r.fresh_for,
        r.yes_no = 1 AND l.low = 1 AND (l.high = 1 OR r.unsure_is_yes = 1) AS says_yes,
        COALESCE(s.settled_at, 0) AS settled_at
      FROM latest AS l
      JOIN rules AS r ON r.finding = l.finding
      LEFT JOIN settled_signs AS s ON s.patient_id = l.patient_id AND s.finding = l.finding
    ) AS j
  ) AS k
) AS c
WHERE c.has_origin OR c.today
"""


def line_queries(compiled: CompiledPathway, codes: Codes, day: int) -> Iterator[tuple[str, exp.Query]]:
    """Each query with its name, from the tables to the answers that count, in `current`."""
    yield "replaced", skeleton(REPLACED, day=day)
    yield "seen", skeleton(SEEN, day=day)
    yield "replaced_events", skeleton(REPLACED_EVENTS, day=day)
    yield "seen_events", skeleton(SEEN_EVENTS, day=day)
    yield "signs", fixed_rows(_signs(compiled, codes), ("intervention", "finding", "any_answer", "yes_no"))
    yield "moments", _moments(codes)
    yield "settled", skeleton(SETTLED)
    yield "settled_signs", skeleton(SETTLED_SIGNS)
    yield "rules", fixed_rows(_rules(compiled, codes), RULE)
    yield "answered_now", skeleton(NOW, day=day)
    yield "folded_lines", _folded(compiled, codes)
    yield "latest", skeleton(LATEST)
    yield "current", skeleton(CURRENT, day=day)


def fixed_rows(rows: Iterable[tuple[int, ...]], names: tuple[str, ...]) -> exp.Query:
    """Fixed rows as a query."""
    tuples = [exp.Tuple(expressions=[whole(number) for number in row]) for row in rows]
    tuples = tuples or [exp.Tuple(expressions=[whole(-1) for _ in names])]
    alias = exp.TableAlias(this=exp.to_identifier("t"), columns=[exp.to_identifier(name) for name in names])
    return exp.select(*map(column, names), copy=False).from_(exp.Values(expressions=tuples, alias=alias))


def _signs(compiled: CompiledPathway, codes: Codes) -> Iterator[tuple[int, ...]]:
    """For each exit, the findings that reopen it."""
    for exit_, signs in compiled.signs.items():
        for sign in sorted(signs):
            kind = compiled.pathway.findings[sign].type
            row = codes.interventions[exit_], codes.findings[sign]
            yield (*row, int(kind in ("choice", "text")), int(kind == "yes-no"))


def _moments(codes: Codes) -> exp.Query:
    """When each exit was last settled."""
    settling = [codes.events[name] for name in sorted(SETTLING)]
    query = skeleton(
        "SELECT patient_id, intervention, MAX(at) AS moment FROM seen_events GROUP BY patient_id, intervention"
    )
    condition = exp.In(this=column("event"), expressions=list(map(whole, settling)))
    return query.where(condition, copy=False)


RULE = (
    *("finding", "source", "other", "place", "folded"),
    *("flag", "unsure_is_yes", "lasting", "yes_no", "fresh_for"),
)


def observed(pathway: Pathway, codes: Codes) -> Iterator[tuple[str, Finding]]:
    """Every finding that is observed, with its key; those of the other side too."""
    for key in codes.findings:
        finding = pathway.findings[key.removesuffix(OTHER_SIDE)]
        if finding.derive is None:
            yield key, finding


def _folded(compiled: CompiledPathway, codes: Codes) -> exp.Query:
    """The lines that are looked at one by one: of some findings all, of the others those that were corrected."""
    findings = sorted({codes.findings[name] for name in _folded_findings(compiled)})
    mine = exp.In(this=column("finding", "l"), expressions=list(map(whole, findings)))
    first, second = skeleton(FOLDED), skeleton(FOLDED)
    if not findings:
        return second.where(column("corrected", "l"), copy=False)
    others = second.where(exp.not_(mine.copy()), copy=False).where(column("corrected", "l"), copy=False)
    return exp.union(first.where(mine, copy=False), others, distinct=False, copy=False)


def _folded_findings(compiled: CompiledPathway) -> set[str]:
    """Findings of which more than the last line decides: flags stand, and signs of exits are as new as their last yes."""
    found = {sign for signs in compiled.signs.values() for sign in signs}
    for one in compiled.pathway.findings.values():
        if one.derive is None and (one.unsure_is_yes or (one.flag and one.type == "yes-no")):
            found.add(one.id)
    return found


def _rules(compiled: CompiledPathway, codes: Codes) -> Iterator[tuple[int, ...]]:
    """What decides which answer counts: one row for each finding, and one for those of the other side.

    source   the finding of the lines; other: whether they are those of the other side
    folded   whether its lines are looked at one by one
    """
    one_by_one = _folded_findings(compiled)
    for place, (key, finding) in enumerate(observed(compiled.pathway, codes)):
        fresh = -1 if finding.fresh_for is None else finding.fresh_for
        yes_no = int(finding.type == "yes-no")
        flag = int(bool(finding.flag)) * yes_no
        folded = int(finding.id in one_by_one)
        lines = codes.findings[finding.id], int(key != finding.id), place, folded
        yield (
            codes.findings[key],
            *lines,
            flag,
            int(finding.unsure_is_yes),
            int(finding.lasting),
            yes_no,
            fresh,
        )


def snake(name: str) -> str:
    """A kebab-case id as the beginning of a column's name."""
    return name.replace("-", "_").replace("@", "_")
