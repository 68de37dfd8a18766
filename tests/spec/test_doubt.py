title = "When something does not fit"
text = """A working diagnosis is a working diagnosis. Getting worse, a block that did not help, images that disagree, and relief
that does not last are reasons to ask again before the next step."""


def test_blood_tests(spec):
    """Blood is tested for infection, acute compression, a possible tumour, a bone stress injury, inflammatory back pain,
    and in people who inject drugs; again after two weeks if the reason stands."""
    spec(
        """
        patient | fever | tense buttock swelling | night sweats | previous stress fracture | injects drugs | course: blood tests
        --------+-------+------------------------+--------------+--------------------------+---------------+--------------------
        ann     | yes   | no                     | no           | no                       | no            |
        bob     | no    | yes                    | no           | no                       | no            |
        cleo    | no    | no                     | yes          | no                       | no            | done 5 d ago
        dan     | no    | no                     | no           | yes                      | no            |
        eve     | no    | no                     | no           | no                       | yes           |
        finn    | no    | no                     | no           | no                       | no            |
        gus     |       | no                     | no           | no                       | no            |
        """,
        background="healthy, screen clear, history taken, no inflammatory back pain",
        intervention="blood-tests",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "done",
            "dan": "recommended",
            "eve": "recommended",
            "finn": "not-indicated",
            "gus": "ask-first",
        },
    )


def test_bone_before_load(spec):
    """A possible stress or fragility fracture, or a bone that is tender or dull to percussion, is imaged before any
    load."""
    spec(
        """
        patient | stress fracture suspected | sacral bone tenderness | bone percussion dull | imaging stress injury
        --------+---------------------------+------------------------+----------------------+----------------------
        ann     | yes                       | no                     | no                   |
        bob     | no                        | yes                    | no                   |
        cleo    | no                        | no                     | yes                  |
        dan     | no                        | no                     | no                   |
        eve     | no                        |                        | no                   |
        """,
        background="screen clear, gentle on bones",
        intervention="bone-imaging",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "ask-first",
        },
    )


def test_question_the_diagnosis(spec):
    """The diagnosis is questioned when it gets worse under care, when a guided block into the source did not help, and
    when treatment failed and no source is named. It rests for four weeks after each time."""
    spec(
        """
        patient | getting worse | working source  | course: diagnostic block | course: reassess diagnosis
        --------+---------------+-----------------+--------------------------+---------------------------
        ann     | yes           | piriformis      |                          |
        bob     | no            | piriformis      | done 20 d ago, target piriformis, guidance mr, relief percent 30 |
        cleo    | no            | not established |                          |
        dan     | yes           | piriformis      |                          | done 10 d ago
        eve     | no            |                 |                          |
        """,
        background="screen clear, history taken, buttock pain, ten weeks of care in vain",
        intervention="reassess-diagnosis",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "done",
            "eve": "undetermined",
        },
    )


def test_read_the_scans_again(spec):
    """Earlier scans are read again when they disagree with the side, with each other or with their own numbers, and when
    an operation brought no gain."""
    spec(
        """
        patient | imaging structure | ifs distance | lumbar side mismatch | imaging structure (other side)
        --------+-------------------+--------------+----------------------+-------------------------------
        ann     | ischiofemoral     | 22           | no                   | none
        bob     | piriformis        | 22           | yes                  | none
        cleo    | none              | 22           | no                   | piriformis
        dan     | ischiofemoral     | 12           | no                   | none
        eve     | ischiofemoral     |              | no                   | none
        """,
        background="screen clear, history taken, hip imaged and clear",
        intervention="reread-imaging",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "undetermined",
        },
    )
