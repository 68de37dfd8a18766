"""From prepared observations to one answer for each person and finding, and from answers to one row for each person.

Lives here: which lines are seen, which answer counts today (freshness, flags that stand, settled exits), and packing
answers into words of bits. Lives elsewhere: the tables (population/layout.py), the same for one record
(reasoning/facts.py).

`at` orders a person's lines: the last possible day, then `seq`.
"""

from collections.abc import Iterable, Iterator

from sqlglot import exp

from stepwell.knowledge.conditions import OTHER_SIDE
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import WORD, Codes
from stepwell.population.terms import (
    Term,
    any_bit,
    bits_in,
    both,
    case,
    coalesce,
    column,
    compared,
    maximum,
    named,
    skeleton,
    whole,
)
from stepwell.reasoning.facts import SETTLING, CompiledPathway

REPLACED = """
SELECT patient_id, replaces AS seq FROM observations WHERE replaces IS NOT NULL AND on_high <= :day
"""
SEEN = """
SELECT o.patient_id, o.finding, CAST(o.on_low AS BIGINT) AS on_low, CAST(o.on_high AS BIGINT) AS on_high, o.low, o.high,
  o.side, CAST(o.on_high AS BIGINT) * 4294967296 + o.seq AS at
FROM observations AS o
WHERE o.on_high <= :day AND o.finding > 0
  AND NOT EXISTS (SELECT 1 FROM replaced AS r WHERE r.patient_id = o.patient_id AND r.seq = o.seq)
"""
REPLACED_EVENTS = """
SELECT patient_id, replaces AS seq FROM events WHERE replaces IS NOT NULL AND on_high <= :day
"""
SEEN_EVENTS = """
SELECT e.*, CAST(e.on_high AS BIGINT) * 4294967296 + e.seq AS at
FROM events AS e
WHERE e.on_high <= :day AND e.event > 0
  AND NOT EXISTS (SELECT 1 FROM replaced_events AS r WHERE r.patient_id = e.patient_id AND r.seq = e.seq)
"""
SETTLED = """
SELECT m.patient_id, m.intervention, m.moment,
  COALESCE(MAX(CASE
    WHEN s.any_answer = 1 OR l.high < l.low OR (s.yes_no = 1 AND l.low = 1) THEN l.at END), 0) AS newest
FROM moments AS m
JOIN signs AS s ON s.intervention = m.intervention
LEFT JOIN seen AS l ON l.patient_id = m.patient_id AND l.finding = s.finding
GROUP BY m.patient_id, m.intervention, m.moment
"""
SETTLED_SIGNS = """
SELECT m.patient_id, s.finding, MAX(m.moment) AS settled_at
FROM moments AS m JOIN signs AS s ON s.intervention = m.intervention
GROUP BY m.patient_id, s.finding
"""
LATEST = """
SELECT patient_id, finding, ARG_MAX(low, at) AS low, ARG_MAX(high, at) AS high, ARG_MAX(on_low, at) AS on_low,
  MAX(on_high) AS on_high,
  COALESCE(MAX(CASE WHEN low = 1 AND high = 1 THEN at END), 0) AS yes_at,
  COALESCE(MAX(CASE WHEN high < low THEN at END), 0) AS unsure_at,
  COALESCE(MAX(CASE WHEN low = 1 AND high = 1 THEN on_high END), 0) AS yes_on,
  COALESCE(MAX(CASE WHEN high < low THEN on_high END), 0) AS unsure_on,
  ARG_MAX(on_low, at) FILTER (WHERE low = 1 AND high = 1) AS yes_on_low,
  ARG_MAX(on_low, at) FILTER (WHERE high < low) AS unsure_on_low
FROM mine
GROUP BY patient_id, finding
"""
CURRENT = """
SELECT patient_id, finding, word, bit, low, high, today, stands OR counts AS has_origin,
  CASE
    WHEN NOT stands THEN on_low
    WHEN unsure_is_yes = 1 AND unsure_at > yes_at THEN unsure_on_low
    ELSE yes_on_low END AS origin_on,
  CASE WHEN stands THEN FALSE ELSE counts END AS answered,
  CASE WHEN stands THEN TRUE ELSE counts AND says_yes END AS yes,
  CASE WHEN stands THEN unsure_is_yes = 1 AND unsure_at > yes_at ELSE counts AND high < low END AS unsure
FROM (
  SELECT j.*,
    on_high = :day AS today,
    flag = 1 AND (yes_at > settled_at OR (unsure_is_yes = 1 AND unsure_at > settled_at)) AS stands,
    fresh_for < 0 OR :day - on_low <= fresh_for OR (lasting = 1 AND says_yes) AS counts
  FROM (
    SELECT l.*, r.word, r.bit, r.flag, r.unsure_is_yes, r.lasting, r.fresh_for,
      r.yes_no = 1 AND l.low = 1 AND (l.high = 1 OR r.unsure_is_yes = 1) AS says_yes,
      COALESCE(s.settled_at, 0) AS settled_at
    FROM latest AS l
    JOIN rules AS r ON r.finding = l.finding
    LEFT JOIN settled_signs AS s ON s.patient_id = l.patient_id AND s.finding = l.finding
  ) AS j
) AS k
"""


def line_queries(compiled: CompiledPathway, codes: Codes, day: int) -> Iterator[tuple[str, exp.Query]]:
    """Each query with its name, from the tables to one row of answers for each person."""
    yield "replaced", skeleton(REPLACED, day=day)
    yield "seen", skeleton(SEEN, day=day)
    yield "replaced_events", skeleton(REPLACED_EVENTS, day=day)
    yield "seen_events", skeleton(SEEN_EVENTS, day=day)
    yield "signs", fixed_rows(_signs(compiled, codes), ("intervention", "finding", "any_answer", "yes_no"))
    yield "moments", _moments(codes)
    yield "settled", skeleton(SETTLED)
    yield "settled_signs", skeleton(SETTLED_SIGNS)
    yield "rules", fixed_rows(_rules(compiled.pathway, codes), RULE)
    yield "mine", _mine(codes)
    yield "latest", skeleton(LATEST)
    yield "current", skeleton(CURRENT, day=day)
    yield "answers", _answers(compiled.pathway, codes)


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


RULE = ("finding", "word", "bit", "flag", "unsure_is_yes", "lasting", "yes_no", "fresh_for")


def observed(pathway: Pathway, codes: Codes) -> Iterator[tuple[str, Finding]]:
    """Every finding that is observed, with its key; those of the other side too."""
    for key in codes.findings:
        finding = pathway.findings[key.removesuffix(OTHER_SIDE)]
        if finding.derive is None:
            yield key, finding


def _rules(pathway: Pathway, codes: Codes) -> Iterator[tuple[int, ...]]:
    """What decides which answer counts."""
    for key, finding in observed(pathway, codes):
        fresh = -1 if finding.fresh_for is None else finding.fresh_for
        yes_no = int(finding.type == "yes-no")
        flag = int(bool(finding.flag)) * yes_no
        traits = flag, int(finding.unsure_is_yes), int(finding.lasting)
        yield (codes.findings[key], *codes.bit(key), *traits, yes_no, fresh)


def _mine(codes: Codes) -> exp.Query:
    """The lines of this side, and for some findings those of the other side under a second code."""
    here = skeleton("SELECT patient_id, finding, low, high, on_low, on_high, at FROM seen WHERE side <> 2")
    others = {
        codes.findings[key.removesuffix(OTHER_SIDE)]: code
        for key, code in codes.findings.items()
        if OTHER_SIDE in key
    }
    query: exp.Query = here
    for finding, code in others.items():
        text = "SELECT patient_id, :code, low, high, on_low, on_high, at FROM seen WHERE side <> 1 AND finding = :finding"
        query = exp.union(query, skeleton(text, code=code, finding=finding), distinct=False, copy=False)
    return query


def words(count: int) -> range:
    """The words that it takes for so many bits."""
    return range((count + WORD - 1) // WORD)


def _answers(pathway: Pathway, codes: Codes) -> exp.Query:
    """One row for each person: words of bits for yes, no, not sure and today; numbers and choices by themselves."""
    columns: list[Term] = [column("patient_id")]
    bit, is_no = column("bit"), skeleton("SELECT answered AND NOT yes AND low = 0 AND high = 0").selects[0]
    for word in words(len(codes.findings)):
        here = compared(column("word"), "=", whole(word))
        for name, holds in (
            ("yes", column("yes")),
            ("no", is_no),
            ("unsure", column("unsure")),
            ("today", column("today")),
        ):
            chosen = case([(both(here, holds), bit)], whole(0))
            columns.append(named(bits_in(chosen), f"{name}_{word}"))
    for key, finding in observed(pathway, codes):
        if finding.type in ("number", "choice"):
            columns += _values(key, finding, codes)
    return (
        exp.select(*columns, copy=False)
        .from_("current", copy=False)
        .group_by(column("patient_id"), copy=False)
    )


def _values(key: str, finding: Finding, codes: Codes) -> Iterator[Term]:
    """The value of a number or a choice, where there is one that counts."""
    mine = both(
        compared(column("finding"), "=", whole(codes.findings[key])),
        column("answered"),
        compared(column("high"), ">=", column("low")),
    )
    for end in ("low", "high") if finding.type == "number" else ("low",):
        yield named(maximum(case([(mine, column(end))], exp.null())), f"{snake(key)}_seen_{end}")


def snake(name: str) -> str:
    """A kebab-case id as the beginning of a column's name."""
    return name.replace("-", "_").replace("@", "_")


def bit_of(word: str, bit: int) -> Term:
    """A bit of one of a person's words; no where the person has no such word."""
    return any_bit(coalesce(column(word), whole(0)), bit)
