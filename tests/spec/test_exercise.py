title = "First line: exercise"
text = """Glides come before stretches, stretches before strength, and nothing is loaded while the nerve is easily stirred up.
A sign that is not settled stops all of it."""

FIRST_LINE = ("conservative-care", "nerve-glides", "supervised-physiotherapy", "home-programme")


def test_the_whole_first_line(spec):
    """With the screen clear and pain of this pattern, the whole first line starts at once: activity change, glides, and
    exercise at home or supervised. Who is well does not need it."""
    spec(
        """
        patient | buttock pain | global change
        --------+--------------+--------------
        ann     | yes          | same
        bob     | no           | same
        cleo    | yes          | recovered
        dan     |              | same
        """,
        background="screen clear, history taken, buttock pain, no other pain, good balance",
        expect={
            "ann": dict.fromkeys(FIRST_LINE, "recommended"),
            "bob": dict.fromkeys(FIRST_LINE, "not-indicated"),
            "cleo": dict.fromkeys(FIRST_LINE, "not-indicated"),
            "dan": dict.fromkeys(FIRST_LINE, "ask-first"),
        },
    )


def test_what_forbids_load(spec):
    """A lump, a possible stress fracture, acute compression, a leg that gets weaker, metal near a failing nerve, and pain
    that gets worse under care: no exercise until a clinician has settled it."""
    spec(
        """
        patient | buttock lump | stress fracture suspected | tense buttock swelling | worsening weakness | getting worse
        --------+--------------+---------------------------+------------------------+--------------------+--------------
        ann     | yes          | no                        | no                     | no                 | no
        bob     | no           | yes                       | no                     | no                 | no
        cleo    | no           | no                        | yes                    | no                 | no
        dan     | no           | no                        | no                     | yes                | no
        eve     | no           | no                        | no                     | no                 | yes
        finn    |              | no                        | no                     | no                 | no
        """,
        background="screen clear, history taken, buttock pain, good balance",
        expect={
            "ann": dict.fromkeys(FIRST_LINE, "contraindicated"),
            "bob": dict.fromkeys(FIRST_LINE, "contraindicated"),
            "cleo": dict.fromkeys(FIRST_LINE, "contraindicated"),
            "dan": dict.fromkeys(FIRST_LINE, "contraindicated"),
            "eve": dict.fromkeys(FIRST_LINE, "contraindicated"),
            "finn": dict.fromkeys(FIRST_LINE, "ask-first"),
        },
    )


def test_exercise_under_way_stops_when_it_becomes_wrong(spec):
    """Exercise under way stops for a reason that forbids it, and pauses for any other sign that must be settled first."""
    spec(
        """
        patient | getting worse | fever | course: conservative care
        --------+---------------+-------+--------------------------
        ann     | yes           | no    | started 20 d ago
        bob     | no            | yes   | started 20 d ago
        cleo    | no            | no    | started 20 d ago
        dan     | no            |       | started 20 d ago
        """,
        background="screen clear, history taken, buttock pain",
        intervention="conservative-care",
        expect={"ann": "stop", "bob": "paused", "cleo": "continue", "dan": "continue"},
    )


def test_glides_before_stretches(spec):
    """Stretches are added once the glides have settled by the next morning on two days. After a morning that was clearly
    worse, the glides come first again; while nobody asked, the question comes first."""
    spec(
        """
        patient | next morning
        --------+--------------------------
        ann     | settled, 2 d ago; settled
        bob     | settled, 2 d ago; worse
        cleo    |
        dan     | settled
        """,
        background="screen clear, history taken, buttock pain, moderately irritable",
        intervention="stretching",
        expect={"ann": "recommended", "bob": "prepare", "cleo": "ask-first", "dan": "undetermined"},
    )


def test_no_stretch_and_no_strength_while_easily_stirred_up(spec):
    """Irritability is high when the pain takes more than an hour to settle or wakes most nights; then there is neither
    stretching nor loaded strengthening. How the pain behaves counts before how strong it is."""
    spec(
        """
        patient | settling time | night waking | worst pain
        --------+---------------+--------------+-----------
        ann     | 90            | 0            | 4
        bob     | 30            | 5            | 4
        cleo    | 30            | 2            | 8
        dan     | 10            | 0            | 2
        eve     |               | 2            | 6
        """,
        background="screen clear, history taken, buttock pain, moderately irritable, glides settled, good balance",
        expect={
            "ann": {"stretching": "contraindicated", "strengthening": "contraindicated"},
            "bob": {"stretching": "contraindicated", "strengthening": "contraindicated"},
            "cleo": {"stretching": "recommended", "strengthening": "recommended"},
            "dan": {"stretching": "recommended", "strengthening": "recommended"},
            "eve": {"stretching": "ask-first", "strengthening": "ask-first"},
        },
    )


def test_after_an_injection_and_after_an_operation(spec):
    """The leg may be numb or weak after a needle: no strengthening on the day and the day after. After a release,
    stretching waits four weeks and strengthening six, unless the surgeon says otherwise."""
    spec(
        """
        patient | course: local anaesthetic injection | course: piriformis release
        --------+-------------------------------------+---------------------------
        ann     | done 1 d ago                        |
        bob     | done 2 d ago                        |
        cleo    |                                     | done 27 d ago
        dan     |                                     | done 28 d ago
        eve     |                                     | done 42 d ago
        finn    |                                     | done undated
        """,
        background="screen clear, history taken, buttock pain, moderately irritable, glides settled, good balance",
        expect={
            "ann": {"stretching": "recommended", "strengthening": "contraindicated"},
            "bob": {"stretching": "recommended", "strengthening": "recommended"},
            "cleo": {"stretching": "contraindicated", "strengthening": "contraindicated"},
            "dan": {"stretching": "recommended", "strengthening": "contraindicated"},
            "eve": {"stretching": "recommended", "strengthening": "recommended"},
            "finn": {"stretching": "undetermined", "strengthening": "undetermined"},
        },
    )


def test_balance_is_asked_before_standing_exercise(spec):
    """Poor balance does not forbid exercise: it adds something firm to hold on to. It is asked first."""
    spec(
        """
        patient | balance problem
        --------+----------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        background="screen clear, history taken, buttock pain, moderately irritable, glides settled",
        expect={
            "ann": {"home-programme": "recommended", "strengthening": "recommended"},
            "bob": {"home-programme": "recommended", "strengthening": "recommended"},
            "cleo": {"home-programme": "ask-first", "strengthening": "ask-first"},
        },
    )
