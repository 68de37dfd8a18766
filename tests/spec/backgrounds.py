"""What is recorded of every patient of a table, so that its rows show only what matters.

Lives here: the named backgrounds. Lives elsewhere: the tables (tables.py), who uses which (the specs themselves).

A background is a set of columns. A column of the table always replaces it; a blank cell there means not recorded.
"screen clear" and "healthy" read the pages of questions, so that a new question is answered too.
"""

from collections.abc import Iterable, Mapping

from stepwell.knowledge.types import Pathway, QuestionSet

Columns = Mapping[str, str]


def background(names: str, pathway: Pathway) -> dict[str, str]:
    """The columns of one or more backgrounds, apart by commas; a later one replaces an earlier one."""
    columns: dict[str, str] = {}
    for name in filter(None, (name.strip() for name in names.split(","))):
        columns |= _no_to(_pages(name, pathway), pathway)
        columns |= BACKGROUNDS[name][1]
    return columns


def _pages(name: str, pathway: Pathway) -> list[QuestionSet]:
    """The pages of which a background answers every question with no."""
    if name == "screen clear":
        return [page for page in pathway.question_sets if page.step == "safety"]
    if name == "healthy":
        asked = [page for page in pathway.question_sets if page.step == "medicines-and-injections"]
        return [page for page in asked if page.audience == "patient"]
    return []


def _no_to(pages: Iterable[QuestionSet], pathway: Pathway) -> Columns:
    asked = [pathway.findings[name] for page in pages for name in page.findings]
    return _no(*(finding.id for finding in asked if finding.type == "yes-no"))


def _no(*findings: str) -> Columns:
    return dict.fromkeys(findings, "no")


def _care(days: int) -> Columns:
    course = f"started {days} d ago, adherence 80; responded today, response none"
    return {"course: conservative-care": course, "load-continues": "no"}


BACKGROUNDS: Mapping[str, tuple[str, Columns]] = {
    # Who the person is, and how the pain is
    "adult": (
        "An adult of 45 whose pain no other diagnosis explains.",
        {"age": "45", "explained-by-other-diagnosis": "no"},
    ),
    "screen clear": (
        "An adult of 45 who answered no to every question of the safety screen, and whose pain no other diagnosis explains.",
        {"age": "45"},
    ),
    "history taken": (
        "All earlier treatments are on record, so that what is not recorded never happened.",
        {"treatment-history": "yes"},
    ),
    "buttock pain": (
        "Pain in the buttock, at worst 6 out of 10, and about the same as at the start.",
        {"buttock-pain": "yes", "worst-pain": "6", "global-change": "same"},
    ),
    "no other pain": ("No pain in leg, groin or lower back.", _no("leg-pain", "groin-pain", "low-back-pain")),
    "pain of one again and again": (
        "Worst pain of 1 out of 10 last week, three days ago and today.",
        {"worst-pain": "1, 7 d ago; 1, 3 d ago; 1"},
    ),
    "recovered": (
        "The pain is gone, or as good as gone.",
        {"global-change": "recovered", "worst-pain": "1"},
    ),
    "moderately irritable": (
        "The pain wakes two nights a week, comes on after a while, settles within half an hour, allows 20 minutes of"
        " sitting and half of what matters; nothing below the knee.",
        {"constant-pain": "no", "night-waking": "2", "onset-behaviour": "end", "settling-time": "30"}
        | {"distal-symptoms": "none", "sitting-tolerance": "20", "psfs": "5"},
    ),
    "short sitting": ("Sitting is comfortable for 20 minutes.", {"sitting-tolerance": "20"}),
    "calm": (
        "Nothing stirs the pain up for long: no waking, late onset, settles in five minutes, nothing below the knee, two"
        " hours of sitting.",
        {"constant-pain": "no", "night-waking": "0", "onset-behaviour": "late", "settling-time": "5"}
        | {"distal-symptoms": "none", "sitting-tolerance": "120", "psfs": "10"},
    ),
    # Daily life
    "no provoking load": (
        "No wallet in the back pocket, no hard seat, no long sitting, no deep squats, no running and no heavy lifting;"
        " what provokes the pain was cut down.",
        _no("wallet-in-back-pocket", "hard-seat", "prolonged-sitting", "deep-squats")
        | _no("runs", "heavy-lifting", "load-continues"),
    ),
    "seat and squats fine": ("No hard seat and no deep squats.", _no("hard-seat", "deep-squats")),
    "gentle on bones": ("Neither runs nor lifts heavy things.", _no("runs", "heavy-lifting")),
    "no desk work": ("No work at a desk.", _no("desk-work")),
    "good balance": ("Good balance, and no fall in the last year.", _no("balance-problem")),
    "half of what matters": ("Half of what matters to the person can be done.", {"psfs": "5"}),
    "running does not hurt": ("Running or sport brings on no pain.", _no("running-hurts")),
    "fit for sport": (
        "Runs, and has passed every test for full sport.",
        {"runs": "yes", "single-leg-squats-level": "10", "hops-done": "yes", "strength-percent": "100"}
        | {"full-task-twice": "yes", "sport-pain": "0"},
    ),
    # Examination and imaging
    "nerves examined": (
        "No feeling lost in the area of one root, no lost reflex, no fast wasting of the thigh.",
        _no("dermatomal-loss", "reflex-loss", "thigh-wasting"),
    ),
    "examined and agreeing": (
        "Nothing in story or examination points to bone, sacroiliac joint, hip or back.",
        _no(
            "bone-percussion-dull",
            "sacral-bone-tenderness",
            "groin-pain",
            "back-pain-before-45",
            "runs",
            "heavy-lifting",
        )
        | _no("crossed-slr", "dermatomal-loss", "reflex-loss", "cough-pain", "leg-pain-over-buttock-pain")
        | {"si-provocation-count": "0"},
    ),
    "no inflammatory back pain": ("No low back pain that began before 45.", _no("back-pain-before-45")),
    "no other feature of inflammation": (
        "No waking in the second half of the night, no quick help from an anti-inflammatory, no relative with"
        " spondyloarthritis, and never inflamed joints or tendon attachments.",
        _no(
            "wakes-second-half-of-night", "better-within-48-hours-of-nsaid", "relative-with-spondyloarthritis"
        )
        | _no("ever-arthritis", "ever-enthesitis"),
    ),
    "lumbar scan clear": (
        "Imaging of the lower back is normal for the age.",
        {"lumbar-imaging-result": "normal", "lumbar-side-mismatch": "no"},
    ),
    "hip imaged and clear": ("Imaging shows no lesion of the hip joint.", _no("hip-joint-finding")),
    "piriformis named": ("The piriformis is the working source.", {"working-source": "piriformis"}),
    "piriformis on imaging": (
        "Imaging names the piriformis on the side of the pain.",
        {"imaging-structure": "piriformis"},
    ),
    "scar named": ("A scar is the working source.", {"working-source": "scar"}),
    "space measured and narrow": ("The ischiofemoral space measures 12 mm.", {"ifs-distance": "12"}),
    "other side scanned and clear": (
        "Imaging of the other side shows nothing that presses on the nerve.",
        {"imaging-structure (other side)": "none"},
    ),
    "nerve seen on MR neurography": ("MR neurography is not normal.", _no("mr-neurogram-normal")),
    # Care so far
    "care for ten days": (
        "Conservative care began ten days ago.",
        {"course: conservative-care": "started 10 d ago"},
    ),
    "ten weeks of care in vain": (
        "Conservative care began 70 days ago and was done as planned, the provoking load was cut, and it has not helped.",
        _care(70),
    ),
    "seven months of care in vain": (
        "Conservative care began 210 days ago and was done as planned, the provoking load was cut, and it has not helped.",
        _care(210),
    ),
    "half the programme done": ("Half of the planned sessions were done.", {"adherence-percent": "50"}),
    "glides settled": (
        "On two mornings after glides the pain was back to usual.",
        {"next-morning": "settled, 2 d ago; settled"},
    ),
    "pain does not limit exercise": (
        "Pain does not stop the person from doing the exercises.",
        _no("pain-limits-rehab"),
    ),
    # Before a medicine, a needle or an operation
    "healthy": (
        "No other illness, no other medicine and no allergy; not pregnant; kidneys, weight and height are known and normal.",
        _no("high-cardiovascular-risk", "substance-misuse", "qt-medicine")
        | {
            "sex": "female",
            "pregnancy": "none",
            "weight": "70",
            "height": "170",
            "egfr": "90",
            "creatinine": "70",
        },
    ),
    "nerve pain": (
        "A DN4 score of 6, burning or shooting pain, and leg pain of 6 out of 10.",
        {
            "neuropathic-tool": "dn4",
            "neuropathic-score": "6",
            "neuropathic-words": "yes",
            "leg-pain-score": "6",
        },
    ),
    "both sides talked through": (
        "A clinician has talked through both sides of the disagreement about gabapentinoids; no pregabalin is planned"
        " above the limit.",
        {"course: gabapentinoid-decision": "done 3 d ago", "pregabalin-daily-dose": "150"},
    ),
    "nothing confirmed that cannot wait": (
        "A clinician has confirmed no worsening deficit, no mass and no acute compression.",
        _no("progressive-deficit-confirmed", "mass-confirmed", "compression-confirmed"),
    ),
    "guidance arranged": ("Image guidance is arranged for the injection.", {"guidance-arranged": "yes"}),
    "weakness not worked up": ("No weakness has been worked up.", _no("deficit-worked-up")),
    "vessels not seen": ("The vessels have not been imaged since a procedure.", _no("vessels-clear")),
    "muscle in spasm": ("The piriformis is in spasm on examination.", {"muscle-spasm": "yes"}),
    "block confirmed the piriformis and wore off": (
        "A test injection into the piriformis under ultrasound, 30 days ago, gave 70 percent relief; the pain has come back.",
        {
            "course: diagnostic-block": "done 30 d ago, target piriformis, guidance ultrasound, relief percent 70",
            "pain-returned": "yes",
        },
    ),
    "pain came back": ("The pain has come back after an injection had eased it.", {"pain-returned": "yes"}),
    "injection declined": (
        "An injection was offered and declined.",
        {"course: local-anaesthetic-injection": "declined 90 d ago"},
    ),
    "surgeon has seen the patient": (
        "A surgical opinion was given 20 days ago.",
        {"course: surgical-opinion": "done 20 d ago"},
    ),
    "released two years ago and pain came back": (
        "The piriformis was released 700 days ago with good effect, and the pain has come back.",
        {"course: piriformis-release": "done 700 d ago, response good", "pain-returned": "yes"},
    ),
}
"""Each background: how the documentation words it, and the columns that it records."""
