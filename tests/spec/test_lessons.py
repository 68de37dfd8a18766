title = "Lessons from published cases"
text = """Case reports tell how care goes wrong: a time rule that beats a warning sign, a failed treatment that never was one, a scan
that was believed, a second illness behind the first. Each lesson is a rule here."""

READY = (
    "healthy, screen clear, history taken, buttock pain, seven months of care in vain, piriformis named,"
    " piriformis on imaging, injection declined, nothing confirmed that cannot wait, lumbar scan clear,"
    " nerve seen on MR neurography, surgeon has seen the patient, guidance arranged, weakness not worked up,"
    " gentle on bones, vessels not seen"
)
STEPS = ("nerve-glides", "corticosteroid-injection", "piriformis-release")


def _steps(load, needle, operation):
    return dict(zip(STEPS, (load, needle, operation)))


def test_a_stop_rule_comes_before_a_time_rule(spec):
    """Seven months of care, a named source and a willing surgeon count for nothing while a warning sign is open: fever,
    bladder, weakness on both sides or growing, a lump, or pain that gets worse."""
    spec(
        """
        patient | fever | leaking unaware | bilateral weakness | worsening weakness | buttock lump | getting worse
        --------+-------+-----------------+--------------------+--------------------+--------------+--------------
        ann     | no    | no              | no                 | no                 | no           | no
        bob     | yes   | no              | no                 | no                 | no           | no
        cleo    | no    | yes             | no                 | no                 | no           | no
        dan     | no    | no              | yes                | no                 | no           | no
        eve     | no    | no              | no                 | yes                | no           | no
        finn    | no    | no              | no                 | no                 | yes          | no
        gus     | no    | no              | no                 | no                 | no           | yes
        hana    |       | no              | no                 | no                 | no           | no
        """,
        background=READY,
        expect={
            "ann": _steps("recommended", "recommended", "recommended"),
            "bob": _steps("held", "contraindicated", "contraindicated"),
            "cleo": _steps("held", "held", "held"),
            "dan": _steps("held", "contraindicated", "held"),
            "eve": _steps("contraindicated", "contraindicated", "held"),
            "finn": _steps("contraindicated", "contraindicated", "held"),
            "gus": _steps("contraindicated", "held", "held"),
            "hana": _steps("ask-first", "ask-first", "ask-first"),
        },
    )


def test_stop_rules_that_hide_in_the_history(spec):
    """Pain that comes with the cycle, a procedure near the nerve before the pain, metal at a weak leg, and an earlier
    stress fracture in someone who runs: each stops the needle, whatever the weeks of care."""
    spec(
        """
        patient | cyclic pain | recent gluteal procedure | hardware near nerve | motor deficit | previous stress fracture | runs
        --------+-------------+--------------------------+---------------------+---------------+--------------------------+-----
        ann     | yes         | no                       | no                  | no            | no                       | no
        bob     | no          | yes                      | no                  | no            | no                       | no
        cleo    | no          | no                       | yes                 | yes           | no                       | no
        dan     | no          | no                       | no                  | no            | yes                      | yes
        eve     | no          |                          | no                  | no            | no                       | no
        """,
        background=READY,
        intervention="corticosteroid-injection",
        expect={
            **dict.fromkeys(("ann", "bob", "cleo", "dan"), "contraindicated"),
            "eve": "ask-first",
        },
    )


def test_long_pain_is_not_failed_treatment(spec):
    """Ten years of pain are not one week of treatment. Care has failed only if it was long enough, done, with the load
    really cut, and brought too little. Where one of these is not known, it is asked; time alone never opens the next
    step."""
    spec(
        """
        patient | symptom days | course: conservative care                      | load continues | adherence percent
        --------+--------------+------------------------------------------------+----------------+------------------
        ann     | 3650         |                                                | no             |
        bob     | 3650         | started 210 d ago, adherence 80, response none | no             | 80
        cleo    | 3650         | started 210 d ago, adherence 80, response none | yes            | 80
        dan     | 3650         | started 210 d ago, adherence 40, response none | no             | 40
        eve     | 3650         | started 210 d ago, response none               | no             |
        """,
        background=READY,
        expect={
            "ann": {"piriformis-release": "not-indicated", "corticosteroid-injection": "not-indicated"},
            "bob": {"piriformis-release": "recommended", "corticosteroid-injection": "recommended"},
            "cleo": {"piriformis-release": "not-indicated", "corticosteroid-injection": "not-indicated"},
            "dan": {"piriformis-release": "not-indicated", "corticosteroid-injection": "recommended"},
            "eve": {"piriformis-release": "ask-first", "corticosteroid-injection": "recommended"},
        },
    )


def test_the_wrong_target_is_not_a_failed_injection(spec):
    """An injection into the hip or the lower back that did not help says nothing against the piriformis: it neither
    counts as a response nor blocks the right injection. It does call for an image and a fresh look."""
    spec(
        """
        patient | course: diagnostic block                                                  | course: other injection
        --------+---------------------------------------------------------------------------+----------------------------------------
        ann     | done 200 d ago, target hip joint, guidance ultrasound, relief percent 0, response none    |
        bob     | done 200 d ago, target piriformis, guidance ultrasound, relief percent 0, response none   |
        cleo    |                                                                           | done 200 d ago, target lumbar spine, agent lidocaine, response none
        dan     | done 200 d ago, guidance ultrasound, relief percent 0                     |
        """,
        background="healthy, screen clear, history taken, buttock pain, seven months of care in vain, piriformis named,"
        " nothing confirmed that cannot wait, guidance arranged",
        expect={
            "ann": {
                "non-response-to-injection": "not-indicated",
                "local-anaesthetic-injection": "recommended",
            },
            "bob": {
                "non-response-to-injection": "recommended",
                "local-anaesthetic-injection": "contraindicated",
            },
            "cleo": {
                "non-response-to-injection": "not-indicated",
                "local-anaesthetic-injection": "recommended",
            },
            "dan": {"non-response-to-injection": "ask-first", "local-anaesthetic-injection": "ask-first"},
        },
    )


def test_a_positive_piriformis_test_names_no_source(spec):
    """A positive test of the piriformis names a region, not a muscle. By itself it opens no injection, whatever else was
    found; a person decides on a working source."""
    spec(
        """
        patient | seated piriformis stretch | active piriformis | fair | working source
        --------+---------------------------+-------------------+------+----------------
        ann     | yes                       | yes               | yes  | not established
        bob     | yes                       | yes               | yes  | piriformis
        cleo    | yes                       | yes               | yes  |
        """,
        background=READY,
        intervention="corticosteroid-injection",
        expect={"ann": "not-indicated", "bob": "recommended", "cleo": "ask-first"},
    )


def test_a_block_that_did_not_help_is_evidence_against_the_source(spec):
    """A well-placed block that gave little relief, or steroid whose relief was gone within two weeks, speaks against the
    source: the diagnosis is questioned before any next step."""
    spec(
        """
        patient | course: diagnostic block
        --------+------------------------------------------------------------------------
        ann     | done 30 d ago, target piriformis, guidance ultrasound, relief percent 20
        bob     | done 30 d ago, target piriformis, guidance ultrasound, relief percent 80
        cleo    | done 30 d ago, target piriformis, guidance ultrasound
        """,
        background="healthy, screen clear, history taken, buttock pain, seven months of care in vain, piriformis named,"
        " piriformis on imaging, lumbar scan clear, hip imaged and clear, examined and agreeing, pain came back,"
        " space measured and narrow, other side scanned and clear",
        expect={
            "ann": {"non-response-to-injection": "recommended", "reassess-diagnosis": "recommended"},
            "bob": {"non-response-to-injection": "ask-first", "reassess-diagnosis": "not-indicated"},
            "cleo": {"non-response-to-injection": "ask-first", "reassess-diagnosis": "ask-first"},
        },
    )


def test_a_scan_is_not_by_itself_the_source(spec):
    """A variant is as common in people without pain; a disc or a stenosis that does not fit explains nothing; and the
    side must match. None of them opens an operation."""
    spec(
        """
        patient | imaging structure | imaging structure (other side) | lumbar imaging result
        --------+-------------------+--------------------------------+----------------------
        ann     | piriformis        |                                | not matching
        bob     | variant only      |                                | normal
        cleo    | none              | piriformis                     | normal
        dan     |                   | piriformis                     | normal
        eve     | piriformis        |                                | root compression
        """,
        background=READY,
        intervention="piriformis-release",
        expect={
            "ann": "recommended",
            "bob": "contraindicated",
            "cleo": "contraindicated",
            "dan": "undetermined",
            "eve": "contraindicated",
        },
    )


def test_a_normal_neurogram_means_no_operation_not_nothing_wrong(spec):
    """Nobody is operated on with a normal MR neurogram; but the pain is still treated."""
    spec(
        """
        patient | mr neurogram normal
        --------+--------------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        background=READY,
        expect={
            "ann": _steps("recommended", "recommended", "contraindicated"),
            "bob": _steps("recommended", "recommended", "recommended"),
            "cleo": _steps("recommended", "recommended", "undetermined"),
        },
    )


def test_a_deficit_or_a_mass_does_not_wait_six_months(spec):
    """Five days into care, a confirmed worsening deficit, mass or compression brings the surgeon in; without one, five
    days are five days."""
    spec(
        """
        patient | progressive deficit confirmed | mass confirmed | compression confirmed | course: conservative care
        --------+-------------------------------+----------------+-----------------------+--------------------------
        ann     | yes                           | no             | no                    | started 5 d ago
        bob     | no                            | yes            | no                    | started 5 d ago
        cleo    | no                            | no             | yes                   | started 5 d ago
        dan     | no                            | no             | no                    | started 5 d ago
        eve     | no                            |                | no                    | started 5 d ago
        """,
        background=READY,
        expect={
            "ann": {"surgical-opinion": "done", "piriformis-release": "recommended"},
            "bob": {"surgical-opinion": "done", "piriformis-release": "recommended"},
            "cleo": {"surgical-opinion": "done", "piriformis-release": "recommended"},
            "dan": {"surgical-opinion": "done", "piriformis-release": "not-indicated"},
            "eve": {"surgical-opinion": "done", "piriformis-release": "ask-first"},
        },
    )
