title = "When something is due again"
text = """A result that is too old, or older than a new sign, no longer answers the question. What a clinician has settled is
asked again in time; history that does not pass is not."""


def test_the_short_screen_is_asked_again_each_day(spec):
    """While exercise goes on, the short screen is asked every day, although the same answers count for four weeks in
    the full screen."""
    spec(
        """
        patient | saddle numbness | course: conservative care
        --------+-----------------+--------------------------
        ann     | no, 1 d ago     | started 10 d ago
        bob     | no              | started 10 d ago
        cleo    |                 | started 10 d ago
        """,
        intervention="daily-screen",
        expect={"ann": "recommended", "bob": "known", "cleo": "recommended"},
        background="screen clear, history taken",
    )


def test_a_scan_is_not_repeated_the_week_after(spec):
    """A scan that was done is not advised again while its report is awaited."""
    spec(
        """
        patient | imaging structure | mr neurogram normal | course: mr neurography
        --------+-------------------+---------------------+-----------------------
        ann     | none              | yes                 | done 5 d ago
        bob     |                   |                     | done 5 d ago
        """,
        intervention="mr-neurography",
        expect={"ann": "done", "bob": "done"},
        background="healthy, screen clear, history taken, buttock pain, ten weeks of care in vain, piriformis named",
    )


def test_a_scan_is_due_again_when_a_new_sign_opens_an_exit(spec):
    """A scan that was made before the weakness does not explain the weakness."""
    spec(
        """
        patient | imaging structure     | new weakness
        --------+-----------------------+-------------
        ann     | piriformis, 100 d ago | yes
        bob     | piriformis            | yes
        cleo    |                       | yes
        """,
        intervention="pelvic-imaging",
        expect={"ann": "recommended", "bob": "known", "cleo": "recommended"},
        background="screen clear, history taken, buttock pain",
    )


def test_a_settled_flag_is_asked_again(spec):
    """A lump that was explained is asked about again after four weeks; until then it still forbids exercise. An earlier
    cancer stays an earlier cancer."""
    spec(
        """
        patient | buttock lump  | course: lump urgent
        --------+---------------+--------------------
        ann     | yes, 40 d ago | excluded 35 d ago
        bob     | yes, 10 d ago | excluded 5 d ago
        cleo    |               |
        """,
        intervention="conservative-care",
        expect={"ann": "ask-first", "bob": "contraindicated", "cleo": "ask-first"},
        background="screen clear, history taken, buttock pain",
    )


def test_a_cleared_bone_does_not_forbid_for_good(spec):
    """A runner with an earlier stress fracture waits until the bone has been looked at, and no longer."""
    spec(
        """
        patient | previous stress fracture | runs | course: bone stress same day
        --------+--------------------------+------+-----------------------------
        ann     | yes, 20 d ago            | yes  | excluded 10 d ago
        bob     | yes, 20 d ago            | yes  |
        cleo    |                          | yes  |
        """,
        intervention="paracetamol",
        expect={"ann": "recommended", "bob": "contraindicated", "cleo": "ask-first"},
        background="healthy, screen clear, history taken, buttock pain, ten weeks of care in vain",
    )
