"""Which courses of treatment a derived finding looks at, in words.

Lives here: courses and what narrows them. Lives elsewhere: their meaning (docs/guide/knowledge-language.md).
"""

from stepwell.documents.handbook_markup import Html, join, link
from stepwell.knowledge.derivations import (
    AnyCourse,
    CountCourse,
    Courses,
    DaysOn,
    DaysSinceCourse,
    Derivation,
    IsWorkingSource,
    Number,
    Wanted,
)
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.explain import SIGNS

WORDS = {"ct": "CT", "mr": "MR"}
PARTS = {
    "state": "",
    "target": "aimed at ",
    "guidance": "guided by ",
    "agent": "with ",
    "response": "response: ",
    "outcome": "outcome: ",
    "approach": "approach: ",
    "adherence": "adherence (percent) ",
    "relief_percent": "relief (percent) ",
    "relief_days": "relief (days) ",
    "days": "lasting (days) ",
    "days_ago": "days ago: ",
}


def course_words(derive: Derivation, pathway: Pathway) -> Html:
    """A derivation over courses as one sentence."""
    match derive:
        case AnyCourse(courses):
            return join(["Some course of ", _courses(courses, pathway)])
        case CountCourse(courses):
            return join(["How many courses of ", _courses(courses, pathway)])
        case DaysSinceCourse(courses, event):
            return join([f"Days since the latest {event}: ", _courses(courses, pathway)])
        case DaysOn(interventions):
            return join(["Days on ", _names(interventions, pathway)])
        case _:
            return Html("")


def _courses(courses: Courses, pathway: Pathway) -> Html:
    narrowed = [_part(name, wanted, pathway) for name, wanted in courses.where]
    told = join([": ", join(narrowed, "; ")]) if narrowed else None
    return join([_names(courses.interventions, pathway), told])


def _names(names: tuple[str, ...], pathway: Pathway) -> Html:
    return join((course_name(name, pathway) for name in names), " or ")


def course_name(name: str, pathway: Pathway) -> Html:
    """An intervention's or an exercise's title, linked."""
    if name in pathway.interventions:
        return link("intervention", name, pathway.interventions[name].title.lower())
    if name in pathway.exercises:
        return link("exercise", name, pathway.exercises[name]["title"].lower())
    return join([name])


def _part(name: str, wanted: Wanted, pathway: Pathway) -> Html:
    said = PARTS[name]
    match wanted:
        case IsWorkingSource(equal):
            return join([said, "the working source" if equal else "something other than the working source"])
        case Number(operator, number, parameter):
            told = link("parameter", parameter, str(number)) if parameter else str(number)
            return join([said, f"{SIGNS[operator]} ", told])
        case _:
            known = (_word(word, pathway) for word in sorted(wanted.options))
            return join([said, " or ".join(known)])


def _word(word: str, pathway: Pathway) -> str:
    return WORDS.get(word) or pathway.targets.get(word, word).replace("-", " ").lower()
