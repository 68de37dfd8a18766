"""Each fault of the knowledge is named with file, line and remedy, and all of them at once."""

import shutil
from pathlib import Path

import pytest

from stepwell.errors import KnowledgeError
from stepwell.knowledge.loader import KNOWLEDGE, load_pathway

FINDINGS = "findings/daily-life.yaml"


@pytest.fixture
def knowledge(tmp_path, monkeypatch):
    """A copy of the knowledge that a test may spoil, and no kept copy from earlier."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "dgs"
    shutil.copytree(KNOWLEDGE, folder)
    return folder


def spoil(folder: Path, file: str, text: str) -> int:
    """Append text to a file and return the line on which it begins."""
    path = folder / file
    before = path.read_text() if path.exists() else ""
    path.parent.mkdir(exist_ok=True)
    path.write_text(before + text)
    return before.count("\n") + 1


def faults_of(folder: Path) -> list[str]:
    """The faults as they are printed."""
    with pytest.raises(KnowledgeError) as caught:
        load_pathway(folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_knowledge_has_no_fault():
    assert load_pathway().version


def test_a_dead_reference(knowledge):
    line = spoil(
        knowledge,
        FINDINGS,
        "made-up:\n  title: Made up\n  type: yes-no\n  derive: runs\n"
        "  evidence: [{reference: martin2041, verified: SEEN}]\n",
    )
    [fault] = faults_of(knowledge)
    assert fault.startswith(
        f"knowledge/dgs/{FINDINGS}:{line}: There is no reference martin2041.\n  Did you mean martin20"
    )


def test_a_type_error_in_a_condition(knowledge):
    line = spoil(knowledge, FINDINGS, 'made-up:\n  title: Made up\n  type: yes-no\n  derive: "worst-pain"\n')
    assert faults_of(knowledge) == [
        f"knowledge/dgs/{FINDINGS}:{line}: worst-pain is a number, so it is neither yes nor no.\n"
        "  Compare it with something."
    ]


def test_a_bare_number_in_a_condition(knowledge):
    line = spoil(
        knowledge, FINDINGS, 'made-up:\n  title: Made up\n  type: yes-no\n  derive: "worst-pain >= 7"\n'
    )
    assert faults_of(knowledge) == [
        f"knowledge/dgs/{FINDINGS}:{line}: 7 is a bare number in a condition.\n"
        "  Name it in parameters/ with its evidence and write {its-name}."
    ]


def test_an_unknown_finding_suggests_the_nearest(knowledge):
    line = spoil(knowledge, FINDINGS, "made-up:\n  title: Made up\n  type: yes-no\n  derive: buttok-pain\n")
    [fault] = faults_of(knowledge)
    assert fault.startswith(
        f"knowledge/dgs/{FINDINGS}:{line}: There is no finding buttok-pain.\n  Did you mean buttock-pain"
    )


def test_a_comparison_that_can_never_hold(knowledge):
    spoil(
        knowledge,
        "parameters/pathway.yaml",
        "impossible-pain:\n  title: More pain than the scale has\n  value: 11\n"
        "  evidence: [{reference: source_article, verified: SEEN}]\n",
    )
    line = spoil(
        knowledge,
        FINDINGS,
        'made-up:\n  title: Made up\n  type: yes-no\n  derive: "worst-pain >= {impossible-pain}"\n',
    )
    assert faults_of(knowledge) == [
        f"knowledge/dgs/{FINDINGS}:{line}: In made-up, worst-pain >= {{impossible-pain}} is never true on its range.\n"
        "  Correct the parameter, the operator or the finding's range."
    ]


def test_a_branch_that_can_never_be_reached(knowledge):
    line = spoil(
        knowledge,
        FINDINGS,
        "made-up:\n  title: Made up\n  type: yes-no\n  derive: {any: [hard-seat, {all: [runs, {not: runs}]}]}\n",
    )
    assert faults_of(knowledge) == [
        f"knowledge/dgs/{FINDINGS}:{line}: In made-up, runs and not runs cannot both hold.\n"
        "  Take one of them out: the branch can never be reached."
    ]


def test_a_recalled_number_that_permits(knowledge):
    path = knowledge / "parameters/pathway.yaml"
    text = path.read_text()
    start = text.index("refractory-days:")
    path.write_text(
        text[:start]
        + "refractory-days:\n  title: Six months\n  value: 183\n  unit: d\n"
        + "  evidence: [{reference: kay2017, verified: RECALLED}]\n"
        + text[text.index("adequate-adherence:") :]
    )
    faults = faults_of(knowledge)
    assert (
        "knowledge/dgs/interventions/surgery/piriformis-release.yaml:1: piriformis-release is permitted by "
        "refractory-days, which is RECALLED.\n"
        "  Check the number against its source, or use it only to forbid or caution."
    ) in faults
    assert all("refractory-days, which is RECALLED" in fault for fault in faults)


def test_an_authored_number_needs_a_range(knowledge):
    line = spoil(
        knowledge,
        "parameters/pathway.yaml",
        "made-up:\n  title: Made up\n  value: 3\n  evidence: [{reference: stepwell_pack, verified: AUTHORED}]\n",
    )
    assert faults_of(knowledge) == [
        f"knowledge/dgs/parameters/pathway.yaml:{line}: made-up is AUTHORED but has no range.\n"
        "  Add `range:` with what a clinic may set."
    ]


def test_findings_that_are_derived_from_one_another(knowledge):
    spoil(
        knowledge,
        FINDINGS,
        "one:\n  title: One\n  type: yes-no\n  derive: two\ntwo:\n  title: Two\n  type: yes-no\n  derive: one\n",
    )
    [fault] = faults_of(knowledge)
    assert "These findings are derived from one another:" in fault
    assert fault.endswith("  Break the circle.")


def test_a_derived_finding_cannot_be_read_on_the_other_side(knowledge):
    line = spoil(
        knowledge,
        FINDINGS,
        "made-up:\n  title: Made up\n  type: yes-no\n  derive: {other_side: sided}\n"
        "sided:\n  title: Sided\n  type: yes-no\n  per: side\n  derive: buttock-pain\n",
    )
    assert faults_of(knowledge) == [
        f"knowledge/dgs/{FINDINGS}:{line}: made-up reads sided on the other side, but sided is derived.\n"
        "  Read the observed findings that it is derived from."
    ]


def test_a_gap_in_a_dose_table(knowledge):
    path = knowledge / "interventions/medicines-and-injections/pregabalin.yaml"
    text = path.read_text()
    assert "from: 30" in text
    path.write_text(text.replace("from: 30", "from: 35", 1))
    assert any(
        fault.endswith("  Let each row begin where the one before ends.")
        and "The dose table of pregabalin by creatinine-clearance has a gap at" in fault
        for fault in faults_of(knowledge)
    )


def test_every_fault_at_once(knowledge):
    spoil(knowledge, FINDINGS, "made-up:\n  title: Made up\n  type: yes-no\n  derive: buttok-pain\n")
    spoil(knowledge, "parameters/pathway.yaml", "other:\n  title: Other\n  value: 3\n")
    spoil(knowledge, "exercises/clamshell.yaml", "")
    exercise = knowledge / "exercises/clamshell.yaml"
    exercise.write_text(exercise.read_text().replace("easier: isometric-hip-abduction", "easier: clamshel"))
    faults = "\n".join(faults_of(knowledge))
    assert "There is no finding buttok-pain." in faults
    assert "other has no evidence.\n  Say where the number comes from." in faults
    assert "There is no exercise clamshel.\n  Did you mean clamshell?" in faults


def test_broken_yaml_names_the_line(knowledge):
    line = spoil(knowledge, FINDINGS, "made-up: {title: [\n")
    assert any(f"knowledge/dgs/{FINDINGS}:" in fault for fault in faults_of(knowledge)), line


def test_a_local_value_outside_its_range(knowledge):
    with pytest.raises(KnowledgeError) as caught:
        load_pathway(knowledge, local={"refractory-days": 30})
    assert "refractory-days is set to 30, outside its range.\n  Choose a value in (90, 365)." in str(
        caught.value
    )


def test_a_local_value_changes_what_is_compared(knowledge):
    assert load_pathway(knowledge, local={"refractory-days": 120}).parameters["refractory-days"].value == 120


def test_a_kept_copy_is_only_used_for_the_same_files(knowledge):
    first = load_pathway(knowledge)
    assert load_pathway(knowledge).digest == first.digest
    spoil(knowledge, FINDINGS, "# a comment\n")
    assert load_pathway(knowledge).digest != first.digest


@pytest.mark.parametrize("text", ["", "- not an exercise\n", "title: Nameless\n"])
def test_an_exercise_file_that_is_none(knowledge, text):
    (knowledge / "exercises" / "empty.yaml").write_text(text)
    [fault] = faults_of(knowledge)
    assert fault.startswith("knowledge/dgs/exercises/empty.yaml:1: the file is no exercise: it has no id.")
