"""Conditions and derivations in words, each finding and number linked to its own entry.

Lives here: rules as nested lists. Lives elsewhere: the same in plain text (reasoning/explain.py), courses in words
(documents/handbook_courses.py).
"""

from stepwell.documents.handbook_courses import course_words
from stepwell.documents.handbook_markup import Child, Html, bullets, el, join, link
from stepwell.knowledge.conditions import (
    OTHER_SIDE,
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    IsYes,
    Known,
    Leaf,
    Not,
    OneOf,
    leaves,
    parts_of,
)
from stepwell.knowledge.derivations import (
    Aggregate,
    Arithmetic,
    Choose,
    Derivation,
    Exits,
    Pick,
    Ratio,
    Rule,
    Score,
    Term,
)
from stepwell.knowledge.types import Finding, Parameter, Pathway
from stepwell.reasoning.explain import SIGNS, amount, title_of

UNITS = {"d": "days", "a": "years", "wk": "weeks", "min": "minutes", "s": "seconds"}
STATISTICS = {
    "last": "the latest",
    "first": "the first ever recorded",
    "ever": "ever yes",
    "count": "how many times recorded",
    "days_with": "on how many days",
    "mean": "the mean of",
    "max": "the highest",
    "min": "the lowest",
    "change": "the change (last minus first) of",
    "change_percent": "the change in percent of",
    "slope": "the change per day of",
    "days_since": "days since the last",
}


def condition_html(condition: Condition, pathway: Pathway) -> Html:
    """A condition as a nested list."""
    if isinstance(condition, Leaf) or _is_plain_not(condition):
        return el("ul", el("li", _inside(condition, pathway)), class_="tree")
    below = bullets((_inside(part, pathway) for part in parts_of(_core(condition))), "tree")
    return join([el("p", f"{joining(condition).capitalize()} these", class_="join"), below])


def _inside(condition: Condition, pathway: Pathway) -> Html:
    if isinstance(condition, Leaf):
        return leaf_html(condition, pathway)
    if isinstance(condition, Not) and isinstance(condition.part, Leaf):
        return join([el("span", "Not so:", class_="no"), " ", leaf_html(condition.part, pathway)])
    below = bullets((_inside(part, pathway) for part in parts_of(_core(condition))), "tree")
    return join([el("span", f"{joining(condition).capitalize()} these", class_="join"), below])


def _is_plain_not(condition: Condition) -> bool:
    return isinstance(condition, Not) and isinstance(condition.part, Leaf)


def _core(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Not) else condition


def joining(condition: Condition) -> str:
    """The words that join the parts of a condition."""
    match condition:
        case All():
            return "all of"
        case AnyOf():
            return "any of"
        case AtLeast(count):
            return f"at least {count} of"
        case Not(All()):
            return "not all of"
        case Not(AtLeast(count)):
            return f"fewer than {count} of"
        case _:
            return "none of"


def leaf_html(leaf: Leaf, pathway: Pathway) -> Html:
    """One comparison, its finding and its number linked."""
    if isinstance(leaf, Always):
        return Html("Always" if leaf.value else "Never")
    titled = finding_link(leaf.finding, pathway)
    match leaf:
        case Known():
            return join([titled, " is known"])
        case Compare(name, operator, number, parameter):
            words = amount(number, _finding(name, pathway))
            told: Child = link("parameter", parameter, words) if parameter else words
            return join([titled, f": {SIGNS[operator]} ", told])
        case OneOf(name, options):
            known = _finding(name, pathway).options
            return join([titled, ": ", " or ".join(known[one].lower() for one in known if one in options)])
        case _:
            return titled


def finding_link(name: str, pathway: Pathway) -> Html:
    """A finding's title, linked; the other side is said."""
    return link("finding", name.removesuffix(OTHER_SIDE), title_of(name, pathway))


def _finding(name: str, pathway: Pathway) -> Finding:
    return pathway.findings[name.removesuffix(OTHER_SIDE)]


def phrase(condition: Condition, pathway: Pathway) -> Html:
    """A condition of one leaf stands in its line; a longer one is a list of its own."""
    return el(
        "div",
        condition_html(condition, pathway),
        class_="when one" if len(list(leaves(condition))) == 1 else "when",
    )


def sign_html(condition: Condition, pathway: Pathway) -> Html:
    """A sign in words: a single derived finding is replaced by what it is derived from."""
    if isinstance(condition, IsYes):
        derive = _finding(condition.finding, pathway).derive
        if isinstance(derive, Rule):
            return condition_html(derive.condition, pathway)
    return condition_html(condition, pathway)


def derivation_html(derive: Derivation, finding: Finding, pathway: Pathway) -> Html:
    """How a derived finding follows from others."""
    match derive:
        case Rule(condition):
            return condition_html(condition, pathway)
        case Choose(rows):
            return _choose(rows, finding, pathway)
        case Score(items):
            return join([el("p", "Points added up", class_="join"), _score(items, pathway)])
        case Aggregate():
            return el("p", _aggregate(derive, pathway))
        case Ratio(of, over):
            below = (" divided by ", _terms(over, pathway)) if over else ()
            return el("p", _terms(of, pathway), *below)
        case Exits(urgencies):
            return el("p", f"Some exit is open: {', '.join(sorted(urgencies))}")
        case _:
            return el("p", course_words(derive, pathway))


def _choose(rows: tuple[tuple[Condition, str], ...], finding: Finding, pathway: Pathway) -> Html:
    told = [
        el("li", el("b", finding.options[option]), _when(condition, pathway)) for condition, option in rows
    ]
    return el("ol", *told, class_="choose")


def _when(condition: Condition, pathway: Pathway) -> Child:
    return " otherwise" if isinstance(condition, Always) else condition_html(condition, pathway)


def _score(items: tuple[tuple[tuple[Condition, int], ...], ...], pathway: Pathway) -> Html | None:
    return bullets((_item(item, pathway) for item in items), "tree")


def _item(item: tuple[tuple[Condition, int], ...], pathway: Pathway) -> Html:
    rows = [join([f"{points}: ", _inside(condition, pathway)]) for condition, points in item]
    return join(rows, "; else ")


def _aggregate(one: Aggregate, pathway: Pathway) -> Html:
    source = _finding(one.finding, pathway)
    words = [
        f", as {source.options.get(one.value, one.value).lower()}" if one.value else "",
        f", over {amount(one.over, source)}" if one.over is not None else "",
        f", under {amount(one.under, source)}" if one.under is not None else "",
        f", within {one.within} days" if one.within else "",
        f", from at least {one.at_least} values" if one.at_least > 1 else "",
    ]
    numbers = join((parameter_link(name, pathway) for name in one.parameters), ", ")
    told = join([" (", numbers, ")"]) if one.parameters else None
    said = STATISTICS[one.statistic].capitalize()
    return join([f"{said}: ", finding_link(one.finding, pathway), "".join(words), told])


def parameter_link(name: str, pathway: Pathway) -> Html:
    """A parameter's title, linked."""
    return link("parameter", name, pathway.parameters[name].title)


def unit_words(one: Parameter) -> str:
    """The unit of a parameter as it follows its value: ` days`, `/10`."""
    words = UNITS.get(one.unit, one.unit)
    if one.unit in UNITS and one.value == 1:
        words = words.removesuffix("s")
    return words if words.startswith("/") else f" {words}".rstrip()


def _terms(terms: tuple[Term, ...], pathway: Pathway) -> Html:
    return join((_term(term, pathway) for term in terms), " × ")


def _term(term: Term, pathway: Pathway) -> Child:
    match term:
        case str():
            return finding_link(term, pathway)
        case Pick(rows):
            told = (join([f"{float(number):g} if ", _pick(when, pathway)]) for when, number in rows)
            return join(["(", join(told, ", "), ")"])
        case Arithmetic(operation, left, right):
            word = {"minus": " minus ", "max": " or, if larger, ", "min": " or, if smaller, "}[operation]
            return join(["(", _term(left, pathway), word, _term(right, pathway), ")"])
        case _:
            return f"{float(term):g}"


def _pick(when: Condition, pathway: Pathway) -> Child:
    return "not" if isinstance(when, Always) else _inside(when, pathway)
