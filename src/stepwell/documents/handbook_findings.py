"""What can be known about a person: pages of questions, findings asked, examined and derived; the numbers of the rules.

Lives here: the chapters of question pages, findings and parameters. Lives elsewhere: rules in words (documents/handbook_rules.py).
"""

from collections.abc import Iterator
from itertools import groupby

from stepwell.documents.handbook_evidence import evidence_list
from stepwell.documents.handbook_exits import urgency_words
from stepwell.documents.handbook_markup import Child, Html, code, el, facts, fold, group, join, link, part
from stepwell.documents.handbook_rules import derivation_html, finding_link, unit_words
from stepwell.knowledge.conditions import leaves
from stepwell.knowledge.derivations import Rule
from stepwell.knowledge.quantities import unscaled
from stepwell.knowledge.types import Finding, Parameter, Pathway, QuestionSet

TYPES = {"number": "Number", "yes-no": "Yes or no", "choice": "Choice", "text": "Words"}
CHANGES = {
    "time": "Time can bring it about",
    "treatment": "Treatment can bring it about",
    "test": "A test can bring it about",
}
MOST_OPEN = 4
"""Parts of a derivation that are shown without unfolding."""


def question_pages(pathway: Pathway) -> Html:
    """The pages of questions, in the order in which they are asked."""
    rows = [_page(one, pathway) for one in pathway.question_sets]
    lead = "Only open questions that could change the advice are asked, in this order."
    return part("questions", "Pages of questions", el("div", *rows, class_="rows"), lead=lead)


def _page(one: QuestionSet, pathway: Pathway) -> Html:
    asked = [el("li", finding_link(name, pathway)) for name in one.findings]
    step = next((step.title for step in pathway.steps if step.id == one.step), None)
    about = [f"Asked of the {one.audience}", urgency_words(one.urgency) if one.urgency else None, step]
    return el(
        "article",
        el("h3", one.title),
        el("p", " · ".join(word for word in about if word), class_="label"),
        el("ol", *asked, class_="asked"),
        code(one.id),
        id=f"questions-{one.id}",
        class_="entry row",
    )


def findings(pathway: Pathway) -> Html:
    """Every finding: in the order of the pages, then what tests find, then what is derived."""
    asked = [name for page in pathway.question_sets for name in page.findings]
    groups = [group(page.title, _rows(list(page.findings), pathway)) for page in pathway.question_sets]
    rest = [one for one in pathway.findings.values() if one.id not in set(asked)]
    tested = [one.id for one in rest if one.derive is None]
    derived = sorted(
        (one.id for one in rest if one.derive is not None), key=lambda name: _file(name, pathway)
    )
    groups.append(group("Learned by examination or test", _rows(tested, pathway)))
    for file, names in groupby(derived, key=lambda name: _file(name, pathway)):
        groups.append(group(f"Derived: {file.replace('-', ' ')}", _rows(list(names), pathway)))
    lead = "What nobody recorded is not known, and never taken for no. An answer that is too old is not known again."
    return part("findings", "Findings", *groups, lead=lead)


def _file(name: str, pathway: Pathway) -> str:
    return pathway.findings[name].place.file.rsplit("/", 1)[-1].removesuffix(".yaml")


def _rows(names: list[str], pathway: Pathway) -> Html:
    return el("div", *(_finding(pathway.findings[name], pathway) for name in names), class_="rows")


def _finding(one: Finding, pathway: Pathway) -> Html:
    mark = el("span", urgency_words(one.flag), class_=f"flag {one.flag}") if one.flag else None
    return el(
        "article",
        el("h4", one.title, " " if mark else None, mark),
        *(_question(who, words) for who, words in one.ask.items()),
        _derived(one, pathway),
        facts(_about(one, pathway)),
        evidence_list(one.evidence, pathway),
        code(one.id),
        id=f"finding-{one.id}",
        class_="entry row",
    )


def _question(who: str, words: str) -> Html:
    return el("p", el("span", f"Asked of the {who}", class_="who"), " ", words, class_="say")


def _about(one: Finding, pathway: Pathway) -> Iterator[tuple[str, Child]]:
    if one.derive is None or one.type != "yes-no":
        yield "Answer", _answer(one)
    yield "Stands for", f"{one.fresh_for} days, then it is asked again" if one.fresh_for else None
    yield "Not sure", "Counts as yes" if one.unsure_is_yes else None
    yield "Change", CHANGES.get(one.changes_by)
    yield "Found by", _found_by(one, pathway)
    yield "Codes", ", ".join(f"{system.upper()} {value}" for system, value in one.codes.items())


def _answer(one: Finding) -> str:
    words = [TYPES[one.type]]
    if one.range:
        low, high = (unscaled(edge, one.decimals) for edge in one.range)
        words = [f"Number from {low} to {high} {one.unit}".rstrip()]
    if one.options:
        words = [" / ".join(one.options.values())]
    if one.per_side:
        words.append("for each side")
    return ", ".join(words)


def _found_by(one: Finding, pathway: Pathway) -> Child:
    users = [use for use in pathway.interventions.values() if one.id in use.finds]
    return join((link("intervention", use.id, use.title) for use in users), ", ") if users else None


def _derived(one: Finding, pathway: Pathway) -> Html | None:
    if one.derive is None:
        return None
    shown = derivation_html(one.derive, one, pathway)
    count = len(list(leaves(one.derive.condition))) if isinstance(one.derive, Rule) else 1
    label = "Yes when" if one.type == "yes-no" else "Worked out"
    if count > MOST_OPEN:
        return fold(f"{label} ({count} signs)", shown)
    return el("div", el("p", label, class_="label"), shown, class_="derived")


def parameters(pathway: Pathway) -> Html:
    """Every number that a rule compares with."""
    ordered = sorted(pathway.parameters.values(), key=lambda one: one.place.file)
    groups = []
    for file, rows in groupby(ordered, key=lambda one: one.place.file):
        name = file.rsplit("/", 1)[-1].removesuffix(".yaml").capitalize()
        groups.append(group(name, el("div", *(_parameter(one, pathway) for one in rows), class_="rows")))
    lead = "Every threshold and every number that a rule compares with. A clinic may change those that have a range."
    return part("parameters", "The numbers of the rules", *groups, lead=lead)


def _parameter(one: Parameter, pathway: Pathway) -> Html:
    value = el("p", el("b", f"{one.value:g}"), unit_words(one), class_="value")
    limits = f"A clinic may set {one.range[0]:g} to {one.range[1]:g}" if one.range else "Fixed"
    return el(
        "article",
        el(
            "div",
            el("h4", one.title),
            el("p", limits, class_="label"),
            evidence_list(one.evidence, pathway),
            code(one.id),
        ),
        value,
        id=f"parameter-{one.id}",
        class_="entry row number",
    )
