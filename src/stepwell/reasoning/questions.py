"""Which questions matter today, in pages, the most pressing first.

Lives here: ranking pages and saying why each question is asked. Lives elsewhere: what is missing
(reasoning/openings.py), how an answer becomes an observation (records/, cli, clinic).

Pages are ranked emergency, same-day, urgent, then by step, then by how many statuses they settle. A yes on an
emergency page ends the questions: nothing else is asked before that is dealt with.
"""

from collections.abc import Mapping

from stepwell.knowledge.types import Intervention, Pathway, QuestionSet
from stepwell.reasoning.statuses import Judgement, Judgements
from stepwell.reasoning.types import Question, QuestionPage

RANK = {"emergency": 0, "same-day": 1, "urgent": 2}


def questions_of(judgements: Judgements, pathway: Pathway) -> tuple[QuestionPage, ...]:
    """The pages that matter today."""
    needs = _needs(judgements)
    pages = [
        page for page in (_page(one, needs, pathway) for one in pathway.question_sets) if page is not None
    ]
    if any(exit_.exit == "emergency" for exit_ in judgements.open_exits):
        return ()
    steps = {step.id: index for index, step in enumerate(pathway.steps)}
    order = {one.id: index for index, one in enumerate(pathway.question_sets)}
    at_step = {one.id: steps.get(one.step, 0) for one in pathway.question_sets}
    pages.sort(key=lambda page: (RANK.get(page.urgency, 3), at_step[page.id], -page.settles, order[page.id]))
    return tuple(pages)


def _needs(judgements: Judgements) -> dict[str, list[Intervention]]:
    """The interventions whose status waits for each finding."""
    needs: dict[str, list[Intervention]] = {}
    for judged in judgements.by_id.values():
        if _counts(judged):
            for name in judgements.opener.names(judged.opening.asks):
                needs.setdefault(name, []).append(judged.entry)
    return needs


def _counts(judged: Judgement) -> bool:
    return judged.status in ("ask-first", "undetermined", "continue")


def _page(one: QuestionSet, needs: Mapping[str, list[Intervention]], pathway: Pathway) -> QuestionPage | None:
    wanted = [name for name in one.findings if name in needs]
    if not wanted:
        return None
    settles = len({entry.id for name in wanted for entry in needs[name]})
    questions = tuple(_question(name, one, needs[name], pathway) for name in wanted)
    return QuestionPage(one.id, one.title, one.audience, one.urgency, settles, questions)


def _question(name: str, page: QuestionSet, entries: list[Intervention], pathway: Pathway) -> Question:
    finding = pathway.findings[name]
    text = finding.ask.get(page.audience) or next(iter(finding.ask.values()))
    return Question(name, text, _why(entries), finding.type, tuple(finding.options))


def _why(entries: list[Intervention]) -> str:
    exits = [entry for entry in entries if entry.exit]
    titles = [entry.title for entry in (exits or entries)]
    more = f" and {len(titles) - 2} more" if len(titles) > 2 else ""
    return "Decides: " + "; ".join(titles[:2]) + more
