title = "The test injection, and botulinum toxin"
text = """A guided injection of local anaesthetic answers a question: is this the structure? Botulinum toxin relaxes a muscle, so
it is for a muscle in spasm that such an injection has confirmed."""

READY = (
    "healthy, screen clear, history taken, buttock pain, ten weeks of care in vain, piriformis named,"
    " nothing confirmed that cannot wait, guidance arranged"
)
BLOCK = "done 30 d ago, target piriformis, guidance ultrasound"


def test_the_test_injection(spec):
    """A test injection is offered when weeks of care were not enough, or when the source is in doubt and the deep gluteal
    space has been imaged. It needs a structure to aim at. One that gave at least half relief has answered."""
    spec(
        """
        patient | working source  | block target chosen | course: diagnostic block
        --------+-----------------+---------------------+---------------------------------------------------------------------
        ann     | piriformis      |                     |
        bob     | not established | yes                 |
        cleo    | not established | no                  |
        dan     | piriformis      |                     | done 30 d ago, target piriformis, guidance ultrasound, relief percent 50
        eve     | piriformis      |                     | done 30 d ago, target piriformis, guidance ultrasound, relief percent 49
        finn    | not established |                     |
        """,
        background=READY,
        intervention="diagnostic-block",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "prepare",
            "dan": "not-indicated",
            "eve": "contraindicated",
            "finn": "ask-first",
        },
    )


def test_a_test_injection_when_the_diagnosis_is_uncertain(spec):
    """Uncertainty may call for a test injection before weeks of care have passed, but never before the deep gluteal space
    was imaged."""
    spec(
        """
        patient | working source  | imaging structure | block target chosen
        --------+-----------------+-------------------+--------------------
        ann     | not established | variant only      | yes
        bob     | piriformis      | piriformis        | yes
        cleo    | not established |                   | yes
        """,
        background="healthy, screen clear, history taken, buttock pain, nothing confirmed that cannot wait,"
        " guidance arranged, lumbar scan clear, hip imaged and clear, examined and agreeing",
        intervention="diagnostic-block",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "undetermined"},
    )


def test_toxin_for_a_muscle_in_spasm(spec):
    """Toxin may be considered when care was not enough, the source is the piriformis or the muscles below it, the muscle
    is in spasm, a guided injection has confirmed it, and the pain has come back."""
    spec(
        """
        patient | working source    | muscle spasm | pain returned | course: diagnostic block
        --------+-------------------+--------------+---------------+---------------------------------------------------------------------------------
        ann     | piriformis        | yes          | yes           | done 30 d ago, target piriformis, guidance ultrasound, relief percent 70
        bob     | piriformis        | no           | yes           | done 30 d ago, target piriformis, guidance ultrasound, relief percent 70
        cleo    | piriformis        | yes          | yes           | done 30 d ago, target piriformis, guidance ultrasound, relief percent 30
        dan     | gemelli obturator | yes          | yes           | done 30 d ago, target gemelli obturator, guidance mr, relief percent 60
        eve     | fibrous band      | yes          | yes           | done 30 d ago, target fibrous band, guidance mr, relief percent 60
        finn    | piriformis        |              | yes           | done 30 d ago, target piriformis, guidance ultrasound, relief percent 70
        gus     | piriformis        | yes          | yes           |
        """,
        background=READY,
        intervention="botulinum-toxin",
        expect={
            "ann": "recommended",
            "bob": "not-indicated",
            "cleo": "not-indicated",
            "dan": "recommended",
            "eve": "contraindicated",
            "finn": "ask-first",
            "gus": "not-indicated",
        },
    )


def test_what_forbids_toxin(spec):
    """A disease of nerve and muscle, an allergy to a toxin, an interacting medicine, any toxin within twelve weeks,
    pregnancy, breastfeeding, and a weak leg. Trouble breathing or swallowing needs a specialist first."""
    spec(
        """
        patient | neuromuscular disease | toxin allergy | toxin interacting medicine | other toxin recent | breastfeeding | breathing or swallowing disease
        --------+-----------------------+---------------+----------------------------+--------------------+---------------+--------------------------------
        ann     | no                    | no            | no                         | no                 | no            | no
        bob     | yes                   | no            | no                         | no                 | no            | no
        cleo    | no                    | yes           | no                         | no                 | no            | no
        dan     | no                    | no            | yes                        | no                 | no            | no
        eve     | no                    | no            | no                         | yes                | no            | no
        finn    | no                    | no            | no                         | no                 | yes           | no
        gus     | no                    | no            | no                         | no                 | no            | yes
        hana    |                       | no            | no                         | no                 | no            | no
        """,
        background=READY + ", block confirmed the piriformis and wore off, muscle in spasm",
        intervention="botulinum-toxin",
        expect={
            "ann": "recommended",
            **dict.fromkeys(("bob", "cleo", "dan", "eve", "finn"), "contraindicated"),
            "gus": "recommended",
            "hana": "ask-first",
        },
    )


def test_toxin_again(spec):
    """Toxin that helped may be given again once it has worn off, but not within twelve weeks. Two cycles without a good
    response end it."""
    spec(
        """
        patient | pain returned | course: botulinum toxin
        --------+---------------+---------------------------------------------------------------------------------------
        ann     | yes           | done 84 d ago, target piriformis, response good
        bob     | yes           | done 83 d ago, target piriformis, response good
        cleo    | no            | done 90 d ago, target piriformis, response good
        dan     | yes           | done 300 d ago, target piriformis, response partial; done 100 d ago, target piriformis, response none
        eve     | yes           | done 84 d ago, target piriformis
        finn    |               | done 90 d ago, target piriformis, response good
        """,
        background=READY + ", muscle in spasm",
        intervention="botulinum-toxin",
        expect={
            "ann": "recommended",
            "bob": "contraindicated",
            "cleo": "not-indicated",
            "dan": "contraindicated",
            "eve": "ask-first",
            "finn": "ask-first",
        },
    )
