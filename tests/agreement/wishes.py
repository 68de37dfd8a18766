"""Lines that make one rule hold, found by walking its condition down to what can be recorded.

Lives here: `Wisher`, the targeted step of the generator. Chance alone rarely meets a rule of many parts. It does its
best and promises nothing: two parts of a rule may want different values of one finding, and the first wish stands.
Lives elsewhere: lines by chance (agreement/lines.py).
"""

from stepwell.knowledge.conditions import (
    OTHER_SIDE,
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    IsYes,
    Known,
    Not,
    OneOf,
)
from stepwell.knowledge.derivations import (
    Aggregate,
    AnyCourse,
    Choose,
    CountCourse,
    DaysOn,
    DaysSinceCourse,
    Exits,
    Ratio,
    Rule,
    Score,
    conditions_in,
    reads,
)
from stepwell.reasoning.facts import signs_of
from stepwell.records.bounds import exactly
from tests.agreement.course_wishes import MANY_DAYS, ONE_APART, OPPOSITE, CourseWishes
from tests.agreement.lines import NOW

OPPOSITE_SIDE = {"left": "right", "right": "left", "both": "both"}


class Wisher:
    """Collects the lines for wishes. `values` holds what is wished of each finding, with its age in days."""

    def __init__(self, maker, rng, base_age=3):
        self.maker, self.rng, self.base_age = maker, rng, base_age
        self.findings = maker.pathway.findings
        self.values, self.left_open = {}, set()
        self.courses = CourseWishes(maker, rng, base_age, self.values, self._record)

    def wish(self, condition, truth=True):
        """Make a condition hold, or not hold."""
        match condition:
            case All(parts) | AnyOf(parts):
                self._several(parts, truth, every=isinstance(condition, All) == truth)
            case AtLeast(count, parts):
                chosen = self.rng.sample(parts, count if truth else len(parts) - count + 1)
                self._several(chosen, truth, every=True)
            case Not(part):
                self.wish(part, not truth)
            case Always():
                return
            case _:
                self._leaf(condition, truth)

    def leave_open(self, conditions, pathway):
        """Leave what one of the conditions rests on unanswered, some of it or all."""
        if conditions:
            signs = sorted(signs_of(self.rng.choice(conditions), pathway))
            self.left_open |= set(self.rng.sample(signs, self.rng.randint(0, len(signs))))

    def _several(self, parts, truth, *, every):
        for part in parts if every else [self.rng.choice(parts)]:
            self.wish(part, truth)

    def _leaf(self, leaf, truth):
        name = leaf.finding
        finding = self.findings[name.removesuffix(OTHER_SIDE)]
        match leaf:
            case IsYes():
                self._yes(finding, name, truth)
            case OneOf(_, options):
                wanted = [one for one in finding.options if (one in options) == truth]
                self._choice(finding, name, self.rng.choice(wanted)) if wanted else None
            case Compare(_, operator, number):
                self._number(finding, operator if truth else OPPOSITE[operator], number)
            case Known():
                self._record(finding.id, self._any_value(finding))

    def _record(self, name, value, age=None):
        """Wish for one value of an observed finding; the first wish stands."""
        if self.findings[name.removesuffix(OTHER_SIDE)].derive is None and value is not None:
            self.values.setdefault(name, [(value, self.base_age if age is None else age)])

    def _any_value(self, finding):
        value = self.maker.value(self.rng, finding)
        return value if value != "not-sure" else None

    def _yes(self, finding, name, truth):
        match finding.derive:
            case None:
                self._record(name, truth)
            case Rule(condition):
                self.wish(condition, truth)
            case AnyCourse(courses):
                self.courses.any_course(courses, truth)
            case Exits():
                self._exit(finding.derive, truth)
            case Aggregate(_, source):
                self._yes(self.findings[source], source, truth)

    def _exit(self, derive, truth):
        entries = self.maker.pathway.interventions.values()
        exits = [one for one in entries if derive.selects(one.id, one.exit)]
        for one in [self.rng.choice(exits)] if truth else []:
            self.wish(one.indicated)

    def _choice(self, finding, name, option):
        match finding.derive:
            case None:
                self._record(name, option)
            case Choose(rows):
                row = next(place for place, (_, result) in enumerate(rows) if result == option)
                self.wish(rows[row][0])
                for condition, _ in rows[:row]:
                    self.wish(condition, False)
            case Aggregate(_, source):
                self._record(source, option)

    def _number(self, finding, operator, number):
        wanted = self._amount(finding, operator, number)
        match finding.derive:
            case None:
                self._record(finding.id, exactly(wanted))
            case DaysOn() | DaysSinceCourse() | CountCourse():
                self.courses.number(finding.derive, wanted)
            case Score(items):
                self._score(items, wanted)
            case Aggregate():
                self._aggregate(finding.derive, wanted)
            case Ratio():
                self._inputs(finding.derive)

    def _amount(self, finding, operator, number):
        """A number that compares as wished, at the threshold or some way off, inside the range."""
        low, high = finding.range or (0, MANY_DAYS)
        step, way = ONE_APART[operator]
        most = max(low, min(high, number + MANY_DAYS)) if way > 0 else low
        near = number + step
        far = self.rng.randint(*sorted((near, most))) if way else near
        return min(max(self.rng.choice((near, near, far)), low), high)

    def _score(self, items, points):
        """Rows that add up to so many points; every other row is wished away."""
        for item in self.rng.sample(items, len(items)):
            row = next((row for row in item if row[1] <= points), None)
            points -= row[1] if row else 0
            for condition, _ in item:
                self.wish(condition, row is not None and condition is row[0])

    def _inputs(self, ratio):
        for condition in conditions_in(ratio):
            self.wish(condition, self.rng.random() < 0.5)
        derives = [self.findings[name].derive for name in sorted(reads(ratio))]
        for derive in derives:
            if isinstance(derive, Aggregate) and derive.statistic != "days_since":
                self._log(self.findings[derive.finding])
        for name in sorted(reads(ratio)):
            self._record(name, self._any_value(self.findings[name]), age=0)

    def _log(self, finding):
        """Two weeks of daily values, which step up or down some days ago."""
        before, after = (exactly(self.rng.randint(*finding.range)) for _ in range(2))
        step = self.rng.randint(1, 6)
        log = [(after if day < step else before, day) for day in range(14, -1, -1)]
        self.values.setdefault(finding.id, log)

    def _aggregate(self, derive, wanted):
        finding = self.findings[derive.finding]
        if derive.statistic == "days_since":
            self._record(finding.id, self._counted(derive, finding), age=wanted)
        elif derive.statistic in ("days_with", "count"):
            self._days_with(derive, finding, wanted)
        else:
            self._series(derive, finding, wanted)

    def _counted(self, derive, finding):
        """A value that the aggregate counts; where any does, mostly the harmless one."""
        if derive.value is not None:
            return {"yes": True, "no": False}.get(derive.value, derive.value)
        harmless = finding.type == "yes-no" and self.rng.random() < 0.9
        return False if harmless else self._any_value(finding)

    def _days_with(self, derive, finding, days):
        value = derive.value
        if value is None and finding.type == "number":
            low, high = finding.range
            value = exactly(min(derive.over + 1, high) if derive.over is not None else low)
        value = {"yes": True, "no": False, None: True}.get(value, value)
        if finding.id in self.values:
            value = self.values[finding.id][-1][0]
        self.values[finding.id] = [(value, day) for day in range(max(1, min(days, 30)))]

    def _series(self, derive, finding, wanted):
        """Two or more values, the last of which stands so to the first as is wished."""
        count = max(2, derive.at_least)
        if derive.statistic not in ("change", "change_percent"):
            low, high = finding.range
            value = exactly(min(max(wanted, low), high))
            self.values.setdefault(finding.id, [(value, day) for day in range(count)])
            return
        first, last = self._change(derive.statistic, finding, wanted)
        days = range(5 * (count - 1), -1, -5)
        self.values.setdefault(finding.id, [(exactly(last if day == 0 else first), day) for day in days])

    def _change(self, statistic, finding, wanted):
        """Of some pairs of values, the one whose change is nearest to what is wished."""
        low, high = finding.range
        pairs = [(self.rng.randint(max(low, 1), high), self.rng.randint(low, high)) for _ in range(200)]
        share = {"change": lambda first: 1, "change_percent": lambda first: 100 / first}[statistic]
        return min(pairs, key=lambda pair: abs((pair[1] - pair[0]) * share(pair[0]) - wanted))

    def lines(self, lines):
        """Add the lines of every wish, the oldest first."""
        kept = {name: seen for name, seen in self.values.items() if name not in self.left_open}
        wished = [(age, name, value) for name, seen in kept.items() for value, age in seen]
        for age, name, value in sorted(wished, key=lambda one: -one[0]):
            side = OPPOSITE_SIDE.get(self.maker.side) if name.endswith(OTHER_SIDE) else self.maker.side
            finding = self.findings[name.removesuffix(OTHER_SIDE)]
            self.maker.observe(lines, finding, value, exactly(NOW - age), side=side)
        self.courses.lines(lines)
