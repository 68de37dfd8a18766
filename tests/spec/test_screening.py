title = "The safety screen, and what everyone is told"
text = """Before anything else the whole screen is asked, and asked again every four weeks. While treatment is under way a short
form is asked every day. Everyone is told when to seek help, at the start and again at the end."""


def test_the_full_screen(spec):
    """The screen is due while any of its signs may still be there, and its answers are good for four weeks."""
    spec(
        """
        patient | fever         | saddle numbness
        --------+---------------+----------------
        ann     |               |
        bob     | no            | no
        cleo    | no, 29 d ago  | no
        """,
        background="healthy, screen clear, history taken",
        intervention="safety-screen",
        expect={"ann": "recommended", "bob": "known", "cleo": "recommended"},
    )


def test_no_treatment_before_the_screen(spec):
    """Treatment waits for the screen: with one question of it unanswered, exercise, tablets, needles and operations are
    not offered yet. Advice, tests and reviews do not wait."""
    spec(
        """
        patient | fever | urine retention
        --------+-------+----------------
        ann     | no    | no
        bob     | no    |
        cleo    | yes   | no
        """,
        background="healthy, screen clear, history taken, buttock pain",
        expect={
            "ann": {
                "conservative-care": "recommended",
                "activity-modification": "recommended",
                "identify-source": "recommended",
            },
            "bob": {
                "conservative-care": "ask-first",
                "activity-modification": "recommended",
                "identify-source": "recommended",
            },
            "cleo": {
                "conservative-care": "held",
                "activity-modification": "recommended",
                "identify-source": "recommended",
            },
        },
    )


def test_the_short_screen_every_day(spec):
    """While exercise treatment is under way, the signs of cauda equina and of failing power are asked each day. Without
    treatment under way, the full screen is enough."""
    spec(
        """
        patient | foot drop | course: conservative care          | course: daily screen
        --------+-----------+------------------------------------+---------------------
        ann     |           | started 10 d ago                   |
        bob     |           |                                    |
        cleo    |           | started 60 d ago; stopped 10 d ago |
        """,
        background="screen clear, history taken",
        intervention="daily-screen",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "not-indicated"},
    )


def test_the_short_screen_when_the_history_is_open(spec):
    """Whether treatment is under way may itself be unknown: then that is asked first."""
    spec(
        """
        patient | foot drop | treatment history
        --------+-----------+------------------
        ann     |           |
        """,
        background="screen clear",
        intervention="daily-screen",
        expect={"ann": "ask-first"},
    )


def test_when_to_seek_help(spec):
    """Everyone is told when to seek help, whatever else is known. Those who have reached their goals are told once more
    at discharge."""
    spec(
        """
        patient | global change
        --------+--------------
        ann     | recovered
        bob     | same
        cleo    |
        """,
        background="screen clear",
        expect={
            "ann": {"when-to-seek-help": "recommended", "discharge-safety-net": "recommended"},
            "bob": {"when-to-seek-help": "recommended", "discharge-safety-net": "ask-first"},
            "cleo": {"when-to-seek-help": "recommended", "discharge-safety-net": "ask-first"},
        },
    )


def test_an_open_exit_pauses_exercise_and_lets_medicines_go_on(spec):
    """When a sign appears in the middle of treatment, exercise pauses until it is settled. A medicine under way is not
    stopped by that: stopping a nerve-pain medicine at once would do harm of its own."""
    spec(
        """
        patient | leg swelling | course: conservative care | course: gabapentin
        --------+--------------+---------------------------+-------------------
        ann     | yes          | started 30 d ago          | started 20 d ago
        bob     | no           | started 30 d ago          | started 20 d ago
        cleo    |              | started 30 d ago          | started 20 d ago
        """,
        background="healthy, screen clear, history taken, buttock pain",
        expect={
            "ann": {
                "conservative-care": "paused",
                "gabapentin": "continue",
                "vein-clot-same-day": "recommended",
            },
            "bob": {
                "conservative-care": "continue",
                "gabapentin": "continue",
                "vein-clot-same-day": "not-indicated",
            },
            "cleo": {
                "conservative-care": "continue",
                "gabapentin": "continue",
                "vein-clot-same-day": "ask-first",
            },
        },
    )
