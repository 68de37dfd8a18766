title = "Finding the source"
text = """Treatment succeeds when the structure that irritates the nerve is known. Examination comes first, images and nerve
studies when they change what is done next, and the diagnosis is questioned whenever something does not fit."""


def test_look_for_the_structure(spec):
    """Whoever has pain in buttock, leg, groin or lower back gets a search for the structure behind it, until a working
    source is on record."""
    spec(
        """
        patient | buttock pain | leg pain | groin pain | low back pain | working source
        --------+--------------+----------+------------+---------------+---------------
        ann     | yes          |          |            |               |
        bob     | no           | no       | yes        | no            |
        cleo    | yes          | no       | no         | no            | piriformis
        dan     | no           | no       | no         | no            |
        eve     | no           | no       |            | no            |
        """,
        background="adult",
        intervention="identify-source",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "known",
            "dan": "not-indicated",
            "eve": "ask-first",
        },
    )


def test_bedside_tests(spec):
    """The bedside tests are done while the source is not named, or a named one is in doubt."""
    spec(
        """
        patient | buttock pain | working source  | getting worse | seated piriformis stretch
        --------+--------------+-----------------+---------------+--------------------------
        ann     | yes          | not established | no            |
        bob     | yes          | piriformis      | yes           |
        cleo    | yes          |                 | no            |
        dan     | no           | not established | no            |
        """,
        background="screen clear, history taken, no other pain",
        intervention="examination",
        expect={"ann": "recommended", "bob": "recommended", "cleo": "undetermined", "dan": "not-indicated"},
    )


def test_strength_feeling_and_reflexes(spec):
    """Leg pain, numbness, tingling, weakness or signs on both sides: both legs are examined. A leg that is or was weak is
    examined again after two weeks."""
    spec(
        """
        patient | leg pain | numbness or tingling | motor deficit | course: neurological recheck
        --------+----------+----------------------+---------------+-----------------------------
        ann     | yes      | no                   | no            |
        bob     | no       | yes                  | no            |
        cleo    | no       | no                   | yes           | done 14 d ago
        dan     | no       | no                   | yes           | done 13 d ago
        eve     | no       | no                   | no            |
        finn    |          | no                   |               |
        """,
        background="screen clear",
        expect={
            "ann": {"neurological-examination": "recommended", "neurological-recheck": "not-indicated"},
            "bob": {"neurological-examination": "recommended", "neurological-recheck": "not-indicated"},
            "cleo": {"neurological-examination": "recommended", "neurological-recheck": "recommended"},
            "dan": {"neurological-examination": "recommended", "neurological-recheck": "done"},
            "eve": {"neurological-examination": "not-indicated", "neurological-recheck": "not-indicated"},
            "finn": {"neurological-examination": "ask-first", "neurological-recheck": "ask-first"},
        },
    )


def test_nerve_studies(spec):
    """Weakness, numbness or tingling, a lost reflex, or a lumbar scan that shows the wrong side are reasons for nerve
    conduction studies."""
    spec(
        """
        patient | numbness or tingling | motor deficit | reflex loss | lumbar side mismatch
        --------+----------------------+---------------+-------------+---------------------
        ann     | yes                  | no            | no          | no
        bob     | no                   | yes           | no          | no
        cleo    | no                   | no            | yes         | no
        dan     | no                   | no            | no          | yes
        eve     |                      | no            | no          | no
        """,
        background="screen clear, nerves examined",
        intervention="electrodiagnostics",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "recommended",
            "eve": "ask-first",
        },
    )


def test_the_lower_back(spec):
    """The lower back is imaged for a sign of a nerve root, new weakness, trouble on both sides with weakness, or a change
    of bladder or bowel; not for buttock pain alone."""
    spec(
        """
        patient | dermatomal loss | cough pain | new weakness | leaking unaware
        --------+-----------------+------------+--------------+----------------
        ann     | yes             | no         | no           | no
        bob     | no              | yes        | no           | no
        cleo    | no              | no         | yes          | no
        dan     | no              | no         | no           | yes
        eve     | no              |            | no           | no
        """,
        background="screen clear, nerves examined",
        intervention="lumbar-imaging",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "recommended",
            "eve": "undetermined",
        },
    )


def test_the_pelvis_and_the_deep_gluteal_space(spec):
    """The pelvis is imaged when adequate care has failed, when the leg is weak, when it gets worse, when there is metal
    near the nerve, a lump, or an earlier stress fracture. Long pain alone is no reason."""
    spec(
        """
        patient | motor deficit | getting worse | hardware near nerve | previous stress fracture | symptom days
        --------+---------------+---------------+---------------------+--------------------------+-------------
        ann     | yes           | no            | no                  | no                       | 60
        bob     | no            | yes           | no                  | no                       | 60
        cleo    | no            | no            | yes                 | no                       | 60
        dan     | no            | no            | no                  | yes                      | 60
        eve     | no            | no            | no                  | no                       | 1000
        finn    | no            | no            | no                  |                          | 60
        """,
        background="screen clear, history taken, buttock pain, lumbar scan clear",
        intervention="pelvic-imaging",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "recommended",
            "eve": "not-indicated",
            "finn": "ask-first",
        },
    )


def test_after_care_that_failed(spec):
    """Ten weeks of adequate care without relief call for an image of the deep gluteal space. The image is not repeated
    within half a year."""
    spec(
        """
        patient | load continues | imaging structure       | course: pelvic imaging
        --------+----------------+-------------------------+-----------------------
        ann     | no             |                         |
        bob     | no             | piriformis, 40 d ago    | done 40 d ago
        cleo    |                |                         |
        """,
        background="screen clear, history taken, buttock pain, ten weeks of care in vain",
        intervention="pelvic-imaging",
        expect={"ann": "recommended", "bob": "known", "cleo": "recommended"},
    )


def test_mr_neurography(spec):
    """MR neurography may be considered when a guided block speaks against the source, when a scan was called normal
    although the nerve is affected, or when adequate care failed and imaging shows nothing that presses on the nerve."""
    spec(
        """
        patient | working source | imaging structure | motor deficit | course: diagnostic block
        --------+----------------+-------------------+---------------+------------------------------------------
        ann     | piriformis     | piriformis        | no            | done 20 d ago, target piriformis, guidance ultrasound, relief percent 20
        bob     | piriformis     | none              | yes           |
        cleo    | piriformis     | none              | no            |
        dan     | piriformis     | piriformis        | no            |
        eve     | piriformis     |                   | no            |
        """,
        background="screen clear, history taken, buttock pain, ten weeks of care in vain",
        intervention="mr-neurography",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "undetermined",
        },
    )


def test_vessels_before_any_needle(spec):
    """Where a vessel may be the lesion, the vessels are shown first: weakness or a mass after a procedure, a swelling
    that beats, a vascular lesion on a scan, or a clinician's suspicion."""
    spec(
        """
        patient | recent gluteal procedure | foot drop | buttock lump | pulsing swelling | vascular lesion suspected
        --------+--------------------------+-----------+--------------+------------------+--------------------------
        ann     | yes                      | yes       | no           | no               | no
        bob     | yes                      | no        | yes          | no               | no
        cleo    | no                       | no        | no           | yes              | no
        dan     | no                       | no        | no           | no               | yes
        eve     | yes                      | no        | no           | no               | no
        finn    | no                       | no        | no           | no               |
        """,
        background="screen clear, history taken",
        intervention="vascular-imaging",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "recommended",
            "eve": "not-indicated",
            "finn": "ask-first",
        },
    )
