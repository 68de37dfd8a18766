title = "Keeping it away"
text = """Whatever the treatment was, rehabilitation goes on and thins out to a small home programme without an end date. Who relapses
starts with a fresh look, not with the last treatment."""


def test_a_small_programme_without_an_end(spec):
    """Once the goals are met, the person keeps a small programme and is reviewed every half year."""
    spec(
        """
        patient | global change | worst pain       | sitting tolerance | course: maintenance check
        --------+---------------+------------------+-------------------+--------------------------
        ann     | recovered     | 1                | 60                |
        bob     | same          | 7, 90 d ago; 4   | 30                | done 181 d ago
        cleo    | same          | 7, 90 d ago; 4   | 30                | done 182 d ago
        dan     | same          | 7, 90 d ago; 5   | 30                |
        eve     | same          | 7, 90 d ago; 4   | 20                |
        finn    |               | 7, 90 d ago; 4   | 20                |
        """,
        background="screen clear, history taken, buttock pain, good balance, half of what matters",
        expect={
            "ann": {"maintenance-programme": "recommended", "maintenance-check": "recommended"},
            "bob": {"maintenance-programme": "recommended", "maintenance-check": "done"},
            "cleo": {"maintenance-programme": "recommended", "maintenance-check": "recommended"},
            "dan": {"maintenance-programme": "not-indicated", "maintenance-check": "not-indicated"},
            "eve": {"maintenance-programme": "not-indicated", "maintenance-check": "not-indicated"},
            "finn": {"maintenance-programme": "ask-first", "maintenance-check": "ask-first"},
        },
    )


def test_maintenance_also_stops_for_a_sign(spec):
    """Being well does not switch the red flags off: a lump forbids load, and fever pauses it."""
    spec(
        """
        patient | buttock lump | fever | course: maintenance programme
        --------+--------------+-------+------------------------------
        ann     | yes          | no    |
        bob     | no           | yes   |
        cleo    | no           | yes   | started 90 d ago
        dan     | yes          | no    | started 90 d ago
        eve     |              | no    |
        """,
        background="screen clear, history taken, good balance, recovered",
        intervention="maintenance-programme",
        expect={
            "ann": "contraindicated",
            "bob": "held",
            "cleo": "paused",
            "dan": "stop",
            "eve": "ask-first",
        },
    )


def test_a_plan_for_the_long_run(spec):
    """A plan against relapse is made with everyone who got better, who was operated on, or whose pain came back."""
    spec(
        """
        patient | global change | recovered before | course: conservative care       | course: piriformis release
        --------+---------------+------------------+---------------------------------+---------------------------
        ann     | recovered     | no               |                                 |
        bob     | same          | no               | started 90 d ago, response good |
        cleo    | same          | no               |                                 | done 90 d ago
        dan     | same          | yes              |                                 |
        eve     | same          | no               |                                 |
        finn    | same          |                  |                                 |
        """,
        background="screen clear, history taken, buttock pain",
        intervention="recurrence-plan",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "recommended",
            "eve": "not-indicated",
            "finn": "ask-first",
        },
    )


def test_a_relapse(spec):
    """Pain or short sitting that is back after a recovery is a relapse: screen and diagnosis come before exercise. The
    route is not walked twice within six weeks."""
    spec(
        """
        patient | recovered before | buttock pain | sitting tolerance | course: relapse route
        --------+------------------+--------------+-------------------+----------------------
        ann     | yes              | yes          | 60                |
        bob     | yes              | no           | 19                |
        cleo    | yes              | no           | 20                |
        dan     | no               | yes          | 10                |
        eve     | yes              | yes          | 60                | done 41 d ago
        finn    |                  | yes          | 60                |
        """,
        background="screen clear, history taken, buttock pain, no other pain, pain of one again and again",
        intervention="relapse-route",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "not-indicated",
            "dan": "not-indicated",
            "eve": "done",
            "finn": "ask-first",
        },
    )


def test_back_to_full_sport(spec):
    """Full sport is cleared when the goals are met and every test is passed: eight level single-leg squats, ten hops,
    strength nine tenths of the other side, the full task twice, and at most slight pain. What is not tested comes
    first."""
    spec(
        """
        patient | runs | plays sport | single leg squats level | hops done | strength percent | full task twice | sport pain
        --------+------+-------------+-------------------------+-----------+------------------+-----------------+-----------
        ann     | yes  | no          | 8                       | yes       | 90               | yes             | 2
        bob     | no   | yes         | 7                       | yes       | 90               | yes             | 2
        cleo    | yes  | no          | 8                       | yes       | 90               | yes             | 3
        dan     | no   | no          |                         |           |                  |                 |
        eve     | yes  | no          | 8                       | yes       |                  | yes             | 2
        """,
        background="screen clear, history taken, recovered, good balance, calm, running does not hurt",
        expect={
            "ann": {"return-to-sport-clearance": "recommended", "sport-readiness-tests": "known"},
            "bob": {"return-to-sport-clearance": "prepare", "sport-readiness-tests": "known"},
            "cleo": {"return-to-sport-clearance": "prepare", "sport-readiness-tests": "known"},
            "dan": {"return-to-sport-clearance": "not-indicated", "sport-readiness-tests": "not-indicated"},
            "eve": {"return-to-sport-clearance": "ask-first", "sport-readiness-tests": "recommended"},
        },
    )


def test_what_forbids_full_sport(spec):
    """Running that still hurts, a leg that is weak, a possible stress fracture or an earlier one that imaging has not
    cleared: no clearance."""
    spec(
        """
        patient | running hurts | motor deficit | previous stress fracture | bone cleared
        --------+---------------+---------------+--------------------------+-------------
        ann     | yes           | no            | no                       |
        bob     | no            | yes           | no                       |
        cleo    | no            | no            | yes                      | no
        dan     |               | no            | no                       |
        """,
        background="screen clear, history taken, recovered, good balance, calm, fit for sport",
        intervention="return-to-sport-clearance",
        expect={
            "ann": "contraindicated",
            "bob": "contraindicated",
            "cleo": "contraindicated",
            "dan": "ask-first",
        },
    )
