title = "Nerve-pain medicines: staying safe and coming off"
text = """A gabapentinoid is a trial with an end. It is reviewed after two, four and eight weeks, and it is never stopped at
once: coming off goes in steps."""

READY = "healthy, screen clear, history taken, buttock pain, ten weeks of care in vain, nerve pain, both sides talked through"


def test_coming_off_gabapentin(spec):
    """Gabapentin is reduced and ended when eight weeks of it brought less than a third of relief and no gain in function,
    when the person wants to stop, when it has become unsafe, and when the goals are met."""
    spec(
        """
        patient | course: gabapentin | medicine pain fall | medicine function gain | wants to stop nerve medicine | opioid | global change
        --------+--------------------+--------------------+------------------------+------------------------------+--------+--------------
        ann     | started 56 d ago   | 29                 | no                     | no                           | no     | same
        bob     | started 55 d ago   | 29                 | no                     | no                           | no     | same
        cleo    | started 56 d ago   | 30                 | no                     | no                           | no     | same
        dan     | started 20 d ago   | 50                 | yes                    | yes                          | no     | same
        eve     | started 20 d ago   | 50                 | yes                    | no                           | yes    | same
        finn    | started 20 d ago   | 50                 | yes                    | no                           | no     | recovered
        gus     |                    | 0                  | no                     | no                           | no     | same
        hana    | started 56 d ago   |                    | no                     | no                           | no     | same
        """,
        background=READY,
        expect={
            "ann": {"gabapentin": "stop", "gabapentin-taper": "recommended"},
            "bob": {"gabapentin": "continue", "gabapentin-taper": "not-indicated"},
            "cleo": {"gabapentin": "continue", "gabapentin-taper": "not-indicated"},
            "dan": {"gabapentin": "stop", "gabapentin-taper": "recommended"},
            "eve": {"gabapentin": "stop", "gabapentin-taper": "recommended"},
            "finn": {"gabapentin": "stop", "gabapentin-taper": "recommended"},
            "gus": {"gabapentin": "recommended", "gabapentin-taper": "not-indicated"},
            "hana": {"gabapentin": "continue", "gabapentin-taper": "ask-first"},
        },
    )


def test_coming_off_pregabalin(spec):
    """Pregabalin has six weeks. Signs of withdrawal do not change that it ends, but the steps become smaller; so they are
    asked first."""
    spec(
        """
        patient | course: pregabalin | medicine pain fall | medicine function gain | withdrawal signs
        --------+--------------------+--------------------+------------------------+-----------------
        ann     | started 42 d ago   | 10                 | no                     | no
        bob     | started 42 d ago   | 10                 | no                     | yes
        cleo    | started 42 d ago   | 10                 | yes                    | no
        dan     | started 41 d ago   | 10                 | no                     | no
        eve     | started 42 d ago   | 10                 | no                     |
        """,
        background=READY,
        expect={
            "ann": {"pregabalin": "stop", "pregabalin-taper": "recommended"},
            "bob": {"pregabalin": "stop", "pregabalin-taper": "recommended"},
            "cleo": {"pregabalin": "continue", "pregabalin-taper": "not-indicated"},
            "dan": {"pregabalin": "continue", "pregabalin-taper": "not-indicated"},
            "eve": {"pregabalin": "stop", "pregabalin-taper": "ask-first"},
        },
    )


def test_reviews_at_two_four_and_eight_weeks(spec):
    """A review is due every two weeks in the first six, then after four, then every half year; and two weeks before the
    tablets run out, so that nobody stops at once by accident."""
    spec(
        """
        patient | course: gabapentin | course: medicine review | nerve medicine runs out
        --------+--------------------+-------------------------+------------------------
        ann     | started 13 d ago   |                         | no
        bob     | started 14 d ago   |                         | no
        cleo    | started 28 d ago   | done 13 d ago           | no
        dan     | started 28 d ago   | done 14 d ago           | no
        eve     | started 60 d ago   | done 27 d ago           | no
        finn    | started 60 d ago   | done 28 d ago           | no
        gus     | started 10 d ago   |                         | yes
        hana    | started 10 d ago   |                         |
        """,
        background=READY,
        intervention="medicine-review",
        expect={
            "ann": "not-indicated",
            "bob": "recommended",
            "cleo": "not-indicated",
            "dan": "recommended",
            "eve": "not-indicated",
            "finn": "recommended",
            "gus": "recommended",
            "hana": "ask-first",
        },
    )


def test_stay_safe_on_it(spec):
    """Whoever takes gabapentin or pregabalin is told about driving, alcohol, breathing, mood and never stopping at
    once."""
    spec(
        """
        patient | course: gabapentin                 | course: pregabalin | treatment history
        --------+------------------------------------+--------------------+------------------
        ann     | started 5 d ago                    |                    | yes
        bob     |                                    | started 5 d ago    |
        cleo    | started 50 d ago; stopped 5 d ago  |                    | yes
        dan     |                                    |                    |
        """,
        background="adult",
        intervention="nerve-medicine-safety",
        expect={"ann": "recommended", "bob": "recommended", "cleo": "not-indicated", "dan": "ask-first"},
    )
