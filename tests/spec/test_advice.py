title = "First line: what to change, and what to know"
text = """The least invasive step comes first, and most of it a person can do alone: take away what presses on the nerve, sit less
and better, cut the load that provokes the pain for a while, and know how this usually goes."""

EVERYDAY = (
    "education-natural-history",
    "body-mechanics",
    "flare-plan",
    "ergonomics",
    "movement-breaks",
    "sleep-positions",
)


def test_reduce_the_load_that_provokes_the_pain(spec):
    """Whoever has pain in the buttock is advised to cut the load that provokes it. Someone who is much better needs it
    only if there is still pain and the load goes on."""
    spec(
        """
        patient | buttock pain | global change | runs
        --------+--------------+---------------+-----
        ann     | yes          | same          | no
        bob     | yes          | much better   | no
        cleo    | yes          | much better   | yes
        dan     | no           | same          | yes
        eve     |              | same          | no
        """,
        background="screen clear, buttock pain, no other pain, no provoking load",
        intervention="activity-modification",
        expect={
            "ann": "recommended",
            "bob": "not-indicated",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "ask-first",
        },
    )


def test_what_everyone_with_this_pain_is_told(spec):
    """How this usually goes, how to move, what to do in a flare, how to sit, break up sitting and sleep. Leg or back pain
    that sitting makes worse counts as this pain too; other leg or back pain does not. Someone much better is not told
    again."""
    spec(
        """
        patient | buttock pain | leg pain | worse sitting | global change
        --------+--------------+----------+---------------+--------------
        ann     | yes          | no       | no            | same
        bob     | no           | yes      | yes           | same
        cleo    | no           | yes      | no            | same
        dan     | yes          | no       | yes           | much better
        eve     |              | no       | no            | same
        """,
        background="screen clear, buttock pain, no other pain, no provoking load, no desk work",
        expect={
            "ann": dict.fromkeys(EVERYDAY, "recommended"),
            "bob": dict.fromkeys(EVERYDAY, "recommended"),
            "cleo": dict.fromkeys(EVERYDAY, "not-indicated") | {"flare-plan": "undetermined"},
            "dan": dict.fromkeys(EVERYDAY, "not-indicated"),
            "eve": dict.fromkeys(EVERYDAY, "ask-first") | {"flare-plan": "undetermined"},
        },
    )


def test_a_flare(spec):
    """Two days at two points above the usual pain are a flare. It has a plan of its own, also where the pain is in the
    leg."""
    spec(
        """
        patient | buttock pain | worst pain
        --------+--------------+----------------------------------------------------
        ann     | no           | 3, 12 d ago; 3, 9 d ago; 3, 6 d ago; 3, 4 d ago; 8, 1 d ago; 8
        bob     | no           | 6, 12 d ago; 6, 9 d ago; 6, 6 d ago; 6, 4 d ago; 6, 1 d ago; 6
        cleo    | no           | 3, 12 d ago; 3, 9 d ago; 3, 6 d ago; 3, 4 d ago; 8
        """,
        background="screen clear, buttock pain, no other pain",
        intervention="flare-plan",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "undetermined"},
    )


def test_a_sitting_budget(spec):
    """Pain that sitting makes worse, long sitting, hard seats, or less than half an hour of comfortable sitting: the
    person gets a budget of minutes."""
    spec(
        """
        patient | worse sitting | prolonged sitting | hard seat | sitting tolerance
        --------+---------------+-------------------+-----------+------------------
        ann     | yes           | no                | no        | 60
        bob     | no            | yes               | no        | 60
        cleo    | no            | no                | no        | 29
        dan     | no            | no                | no        | 30
        eve     | no            | no                | no        |
        finn    | no            | no                | no        | at least 45
        """,
        background="screen clear, buttock pain",
        intervention="sitting-budget",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "ask-first",
            "finn": "not-indicated",
        },
    )


def test_running_and_lifting(spec):
    """Running and heavy lifting rest until symptoms are stable. Running also stops for a possible stress fracture, with
    or without pain in the buttock."""
    spec(
        """
        patient | buttock pain | runs | heavy lifting | stress fracture suspected
        --------+--------------+------+---------------+--------------------------
        ann     | yes          | yes  | no            | no
        bob     | yes          | no   | yes           | no
        cleo    | no           | no   | no            | yes
        dan     | yes          | no   | no            | no
        eve     | yes          |      |               | no
        """,
        background="screen clear, buttock pain, no other pain",
        expect={
            "ann": {"reduce-running": "recommended", "reduce-lifting": "not-indicated"},
            "bob": {"reduce-running": "not-indicated", "reduce-lifting": "recommended"},
            "cleo": {"reduce-running": "recommended", "reduce-lifting": "not-indicated"},
            "dan": {"reduce-running": "not-indicated", "reduce-lifting": "not-indicated"},
            "eve": {"reduce-running": "ask-first", "reduce-lifting": "ask-first"},
        },
    )


def test_cycling_and_driving(spec):
    """Saddle and car seat press on the same place: who cycles or drives for long and has pain is told how."""
    spec(
        """
        patient | buttock pain | cycles | drives long
        --------+--------------+--------+------------
        ann     | yes          | yes    | no
        bob     | yes          | no     | yes
        cleo    | no           | yes    | yes
        dan     | yes          |        |
        """,
        background="screen clear, buttock pain, no other pain",
        expect={
            "ann": {"cycling-advice": "recommended", "driving-advice": "not-indicated"},
            "bob": {"cycling-advice": "not-indicated", "driving-advice": "recommended"},
            "cleo": {"cycling-advice": "not-indicated", "driving-advice": "not-indicated"},
            "dan": {"cycling-advice": "ask-first", "driving-advice": "ask-first"},
        },
    )


def test_take_away_what_presses_on_the_nerve(spec):
    """A wallet or phone in the back pocket, a hard seat or deep squats can simply be taken away."""
    spec(
        """
        patient | wallet in back pocket | hard seat | deep squats
        --------+-----------------------+-----------+------------
        ann     | yes                   | no        | no
        bob     | no                    | yes       | no
        cleo    | no                    | no        | yes
        dan     | no                    | no        | no
        eve     |                       | no        | no
        """,
        background="screen clear, buttock pain",
        expect={
            "ann": {"remove-cause": "recommended", "wallet-out-of-pocket": "recommended"},
            "bob": {"remove-cause": "recommended", "wallet-out-of-pocket": "not-indicated"},
            "cleo": {"remove-cause": "recommended", "wallet-out-of-pocket": "not-indicated"},
            "dan": {"remove-cause": "not-indicated", "wallet-out-of-pocket": "not-indicated"},
            "eve": {"remove-cause": "ask-first", "wallet-out-of-pocket": "ask-first"},
        },
    )


def test_breaks_also_for_those_who_sit_a_lot(spec):
    """Whoever sits for long or works at a desk is reminded of breaks, with or without pain in the buttock."""
    spec(
        """
        patient | buttock pain | prolonged sitting | desk work
        --------+--------------+-------------------+----------
        ann     | no           | yes               | no
        bob     | no           | no                | yes
        cleo    | no           | no                | no
        dan     | no           |                   | no
        """,
        background="screen clear, buttock pain, no other pain, no provoking load",
        intervention="movement-breaks",
        expect={"ann": "recommended", "bob": "recommended", "cleo": "not-indicated", "dan": "ask-first"},
    )
