"""The handbook: everything is in it, it needs nothing else, and it is sound HTML."""

import base64
import hashlib
import re
from argparse import Namespace
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from stepwell.commands.handbook import run
from stepwell.documents.handbook import handbook_html, write_handbook
from stepwell.documents.handbook_markup import Html, el
from stepwell.documents.staircase import NARROW, PICTURE, WIDE, picture, staircase_svg
from stepwell.documents.words import BANNER
from stepwell.errors import StepwellError
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway

VOID = {"meta", "input", "br", "link", "img", "hr"}
MOST_BYTES = 3_000_000


class Reader(HTMLParser):
    """Keeps ids, links, headings and loaded resources, and checks that every element closes where it should."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [given["id"] or ""] if "id" in given else []
        self.targets += [given["href"] or ""] if tag == "a" else []
        self.loaded += [f"{tag} {name}" for name in given if name in ("src", "srcset", "data", "action")]
        self.loaded += [tag] if tag in ("link", "iframe", "img", "object", "use") else []
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element, line {self.getpos()}"


@pytest.fixture(scope="module")
def pathway() -> Pathway:
    return load_pathway()


@pytest.fixture(scope="module")
def page(pathway: Pathway) -> str:
    return handbook_html(pathway)


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def test_every_entry_has_its_place(pathway: Pathway, read: Reader) -> None:
    wanted = {
        *(f"intervention-{name}" for name in pathway.interventions),
        *(f"exercise-{name}" for name in pathway.exercises),
        *(f"parameter-{name}" for name in pathway.parameters),
        *(f"conflict-{name}" for name in pathway.conflicts),
        *(f"finding-{name}" for name in pathway.findings),
        *(f"reference-{name}" for name in pathway.references),
        *(f"source-{name}" for name in pathway.sources["sources"]),
        *(f"assessment-{one['id']}" for one in pathway.assessments),
        *(f"questions-{one.id}" for one in pathway.question_sets),
        *(f"step-{one.id}" for one in pathway.steps),
    }
    assert wanted - set(read.ids) == set()


def test_every_id_is_shown(pathway: Pathway, page: str) -> None:
    for name in (*pathway.interventions, *pathway.exercises, *pathway.parameters, *pathway.findings):
        assert f'<code class="id">{name}</code>' in page, name


def test_every_statement_red_flag_and_hazard_is_listed(read: Reader) -> None:
    wanted = (
        [f"S{n:02}" for n in range(1, 22)]
        + [f"RF{n:02}" for n in range(1, 28)]
        + [f"H{n:02}" for n in range(1, 26)]
    )
    assert [name for name in wanted if f"mark-{name}" not in read.ids] == []


def test_ids_are_unique_and_every_link_inside_leads_somewhere(read: Reader) -> None:
    assert len(read.ids) == len(set(read.ids))
    inside = {target.removeprefix("#") for target in read.targets if target.startswith("#")}
    assert inside - set(read.ids) == set()


def test_elements_close_where_they_should(read: Reader) -> None:
    assert read.open == []


def test_no_heading_level_is_skipped(read: Reader) -> None:
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(read.headings, read.headings[1:], strict=False))


def test_nothing_is_loaded(page: str, read: Reader) -> None:
    assert read.loaded == []
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_allows_only_the_sheet_and_the_script_by_their_hashes(page: str, read: Reader) -> None:
    assert read.inline == []
    assert "default-src 'none'" in page
    for tag in ("style", "script"):
        [text] = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page


def test_the_page_is_marked_as_not_reviewed(page: str) -> None:
    assert f'<p class="banner" role="note">{BANNER}</p>' in page


def test_a_reviewed_pathway_has_no_banner(pathway: Pathway) -> None:
    assert BANNER not in handbook_html(replace(pathway, reviewed={"by": ["A", "B"]}))


def test_flags_are_visible(page: str) -> None:
    for flag in ("SEEN", "SEEN-2", "DERIVED", "RECALLED", "CONFLICT", "AUTHORED"):
        assert f">{flag}</span>" in page


def test_the_words_of_the_knowledge_are_escaped(pathway: Pathway) -> None:
    name, one = next(iter(pathway.interventions.items()))
    wild = replace(one, title="<script>alert(1)</script>", say={"patient": '5 < 6 & "so"'})
    page = handbook_html(replace(pathway, interventions={**pathway.interventions, name: wild}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '5 &lt; 6 &amp; "so"' in page


def test_it_is_small_enough_to_send(page: str) -> None:
    assert len(page.encode()) < MOST_BYTES


def test_attributes_and_children_are_escaped() -> None:
    assert el("p", "<b>", Html("<i></i>"), title='"').text == '<p title="&quot;">&lt;b&gt;<i></i></p>'


def test_the_picture_names_every_step_and_leads_to_it(pathway: Pathway) -> None:
    wide, narrow = staircase_svg(pathway, WIDE), staircase_svg(pathway, NARROW)
    for step in pathway.steps:
        assert f">{step.title}</text>" in wide
        assert all(word in narrow for word in step.title.split())
        assert f'href="#step-{step.id}"' in wide
        assert f'href="#step-{step.id}"' in narrow


def test_the_picture_alone_tells_every_step(pathway: Pathway) -> None:
    drawn = picture(pathway)
    label = re.findall('aria-label="([^"]*)"', drawn)[0]
    assert 'role="img"' in drawn
    assert all(step.say in label for step in pathway.steps)
    assert "<a " not in drawn


def test_the_picture_of_the_readme_is_up_to_date(pathway: Pathway) -> None:
    kept = (Path(__file__).parents[2] / PICTURE).read_text(encoding="utf-8")
    assert kept == picture(pathway), "Run `python -m stepwell.documents.staircase`."


def test_the_command_writes_the_file_and_prints_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "book.html"
    assert run(Namespace(out=str(path))) == 0
    assert capsys.readouterr().out == f"{path}\n"
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [path]


def test_a_fault_leaves_no_half_written_file(pathway: Pathway, tmp_path: Path) -> None:
    path = tmp_path / "book.html"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(KeyError):
        write_handbook(replace(pathway, programme={}), path)
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "book.html"
    with pytest.raises(StepwellError) as caught:
        run(Namespace(out=str(path)))
    assert str(caught.value) == (
        f"{path}: It cannot be written: No such file or directory.\n"
        "  Choose another file with --out, in a folder that is there."
    )
