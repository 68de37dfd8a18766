title = "Nerve-pain medicines"
text = """The sources disagree: the article behind this pathway lets gabapentin or pregabalin be considered for significant
neuropathic pain, the UK guideline says not to offer them for sciatica. So they are shown to clinicians only, both sides are
talked through first, and nothing about kidneys, breathing and other medicines is left unknown."""

READY = "healthy, screen clear, history taken, buttock pain, ten weeks of care in vain, nerve pain"
TALKED = READY + ", both sides talked through"


def test_what_counts_as_significant(spec):
    """A screening tool at its cut-off, burning or shooting words, leg pain of at least four, and weeks of conservative
    care without enough relief: all four. Each tool has a cut-off of its own."""
    spec(
        """
        patient | neuropathic tool | neuropathic score | neuropathic words | leg pain score
        --------+------------------+-------------------+-------------------+---------------
        ann     | dn4              | 4                 | yes               | 4
        bob     | dn4              | 3                 | yes               | 6
        cleo    | paindetect       | 18                | yes               | 6
        dan     | paindetect       | 19                | yes               | 6
        eve     | dn4              | 6                 | no                | 6
        finn    | dn4              | 6                 | yes               | 3
        gus     | dn4              | 6                 |                   | 6
        """,
        background=READY,
        intervention="gabapentinoid-decision",
        expect={
            "ann": "recommended",
            "bob": "not-indicated",
            "cleo": "not-indicated",
            "dan": "recommended",
            "eve": "not-indicated",
            "finn": "not-indicated",
            "gus": "ask-first",
        },
    )


def test_never_before_both_sides_were_talked_through(spec):
    """Neither gabapentin nor pregabalin is proposed before a clinician has talked both sides through, with a stop date.
    For pregabalin the planned dose is asked as well. The alternatives do not need that talk."""
    spec(
        """
        patient | course: gabapentinoid decision | treatment history
        --------+--------------------------------+------------------
        ann     |                                | yes
        bob     | done 3 d ago                   | yes
        cleo    |                                |
        """,
        background=READY,
        expect={
            "ann": {"gabapentin": "prepare", "pregabalin": "ask-first", "duloxetine": "recommended"},
            "bob": {"gabapentin": "recommended", "pregabalin": "ask-first", "duloxetine": "recommended"},
            "cleo": {"gabapentin": "ask-first", "pregabalin": "ask-first", "duloxetine": "ask-first"},
        },
    )


def test_breathing_misuse_and_pregnancy(spec):
    """With an opioid or a sedative, breathing may stop; in misuse of substances and in pregnancy only a specialist decides.
    Disease of breathing lowers the dose, so it is asked first."""
    spec(
        """
        patient | opioid | sedative | substance misuse | pregnancy      | breathing disease
        --------+--------+----------+------------------+----------------+------------------
        ann     | no     | no       | no               | none           | no
        bob     | yes    | no       | no               | none           | no
        cleo    | no     | yes      | no               | none           | no
        dan     | no     | no       | yes              | none           | no
        eve     | no     | no       | no               | under 20 weeks | no
        finn    | no     | no       | no               | none           | yes
        gus     | no     | no       | no               | none           |
        hana    |        | no       | no               | none           | no
        """,
        background=TALKED,
        expect={
            "ann": {"gabapentin": "recommended", "pregabalin": "recommended"},
            "bob": {"gabapentin": "contraindicated", "pregabalin": "contraindicated"},
            "cleo": {"gabapentin": "contraindicated", "pregabalin": "contraindicated"},
            "dan": {"gabapentin": "contraindicated", "pregabalin": "contraindicated"},
            "eve": {"gabapentin": "contraindicated", "pregabalin": "contraindicated"},
            "finn": {"gabapentin": "recommended", "pregabalin": "recommended"},
            "gus": {"gabapentin": "ask-first", "pregabalin": "ask-first"},
            "hana": {"gabapentin": "ask-first", "pregabalin": "ask-first"},
        },
    )


def test_kidneys_and_body_size(spec):
    """The dose follows the creatinine clearance, so weight, height and a recent creatinine come first: six months, three
    above the age of 65. Below 30 only a specialist decides."""
    spec(
        """
        patient | age | creatinine    | weight | height
        --------+-----+---------------+--------+-------
        ann     | 45  | 70            | 70     | 170
        bob     | 45  | 240           | 70     | 170
        cleo    | 45  | 70, 183 d ago | 70     | 170
        dan     | 45  | 70, 184 d ago | 70     | 170
        eve     | 70  | 70, 93 d ago  | 70     | 170
        finn    | 45  |               | 70     | 170
        gus     | 45  | 70            |        | 170
        """,
        background=TALKED,
        expect={
            "ann": {"gabapentin": "recommended", "kidney-function-recheck": "not-indicated"},
            "bob": {"gabapentin": "contraindicated", "kidney-function-recheck": "not-indicated"},
            "cleo": {"gabapentin": "recommended", "kidney-function-recheck": "not-indicated"},
            "dan": {"gabapentin": "ask-first", "kidney-function-recheck": "recommended"},
            "eve": {"gabapentin": "prepare", "kidney-function-recheck": "recommended"},
            "finn": {"gabapentin": "ask-first", "kidney-function-recheck": "ask-first"},
            "gus": {"gabapentin": "ask-first", "kidney-function-recheck": "not-indicated"},
        },
    )


def test_one_at_a_time(spec):
    """One nerve-pain medicine at a time, and one that was tried and brought nothing is not tried again."""
    spec(
        """
        patient | course: gabapentin                              | course: pregabalin | course: duloxetine
        --------+-------------------------------------------------+--------------------+-------------------
        ann     |                                                 | started 20 d ago   |
        bob     | started 200 d ago; stopped 90 d ago, response none |                 |
        cleo    |                                                 |                    | started 20 d ago
        dan     | started 200 d ago; stopped 90 d ago             |                    |
        """,
        background=TALKED,
        expect={
            "ann": {
                "gabapentin": "contraindicated",
                "pregabalin": "continue",
                "amitriptyline": "not-indicated",
            },
            "bob": {
                "gabapentin": "not-indicated",
                "pregabalin": "recommended",
                "amitriptyline": "recommended",
            },
            "cleo": {
                "gabapentin": "not-indicated",
                "duloxetine": "continue",
                "amitriptyline": "not-indicated",
            },
            "dan": {"gabapentin": "ask-first", "pregabalin": "recommended", "amitriptyline": "recommended"},
        },
    )


def test_the_alternatives(spec):
    """Duloxetine: not with uncontrolled blood pressure, liver disease or an MAO inhibitor. Amitriptyline: not with a
    disturbed heart rhythm, narrow-angle glaucoma or trouble passing urine."""
    spec(
        """
        patient | uncontrolled hypertension | liver disease | maoi | heart rhythm disease | trouble passing urine | narrow angle glaucoma
        --------+---------------------------+---------------+------+----------------------+-----------------------+----------------------
        ann     | no                        | no            | no   | no                   | no                    | no
        bob     | yes                       | no            | no   | yes                  | no                    | no
        cleo    | no                        | yes           | no   | no                   | yes                   | no
        dan     | no                        | no            | yes  | no                   | no                    | yes
        eve     |                           | no            | no   |                      | no                    | no
        """,
        background=READY,
        expect={
            "ann": {"duloxetine": "recommended", "amitriptyline": "recommended"},
            "bob": {"duloxetine": "contraindicated", "amitriptyline": "contraindicated"},
            "cleo": {"duloxetine": "contraindicated", "amitriptyline": "contraindicated"},
            "dan": {"duloxetine": "contraindicated", "amitriptyline": "contraindicated"},
            "eve": {"duloxetine": "ask-first", "amitriptyline": "ask-first"},
        },
    )
