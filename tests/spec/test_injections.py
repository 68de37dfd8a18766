title = "Injections"
text = """An injection is always guided by ultrasound, fluoroscopy, CT or MR, aimed at a named source on a named side, and comes
after weeks of care that were not enough. Local anaesthetic alone and with steroid are equal choices."""

READY = (
    "healthy, screen clear, history taken, buttock pain, ten weeks of care in vain, piriformis named,"
    " nothing confirmed that cannot wait, guidance arranged"
)
BOTH = ("local-anaesthetic-injection", "corticosteroid-injection")


def test_when_an_injection_is_offered(spec):
    """After six weeks of care that did not help, with a source that a needle can treat, and once the provoking load was
    really cut. Both kinds are offered as equals."""
    spec(
        """
        patient | working source  | load continues | course: conservative care
        --------+-----------------+----------------+------------------------------------------
        ann     | piriformis      | no             | started 42 d ago, adherence 80, response none
        bob     | piriformis      | no             | started 41 d ago, adherence 80, response none
        cleo    | piriformis      | yes            | started 42 d ago, adherence 80, response none
        dan     | not established | no             | started 42 d ago, adherence 80, response none
        eve     | hamstring origin | no            | started 42 d ago, adherence 80, response none
        finn    |                 | no             | started 42 d ago, adherence 80, response none
        gus     | piriformis      | no             | started 42 d ago, adherence 80, response good
        """,
        background=READY,
        expect={
            "ann": dict.fromkeys(BOTH, "recommended"),
            "bob": dict.fromkeys(BOTH, "not-indicated"),
            "cleo": dict.fromkeys(BOTH, "not-indicated"),
            "dan": dict.fromkeys(BOTH, "not-indicated"),
            "eve": dict.fromkeys(BOTH, "recommended"),
            "finn": dict.fromkeys(BOTH, "ask-first"),
            "gus": dict.fromkeys(BOTH, "undetermined"),
        },
    )


def test_never_blind(spec):
    """No injection without guidance: where none is arranged, arranging it comes first; where nobody said, it is asked."""
    spec(
        """
        patient | guidance arranged
        --------+------------------
        ann     | yes
        bob     | no
        cleo    |
        dan     | yes, 92 d ago
        """,
        background=READY,
        expect={
            "ann": {"corticosteroid-injection": "recommended", "arrange-guidance": "not-indicated"},
            "bob": {"corticosteroid-injection": "prepare", "arrange-guidance": "recommended"},
            "cleo": {"corticosteroid-injection": "ask-first", "arrange-guidance": "ask-first"},
            "dan": {"corticosteroid-injection": "ask-first", "arrange-guidance": "ask-first"},
        },
    )


def test_never_without_a_side(spec):
    """No injection before the side is on record: it is confirmed first."""
    spec(
        """
        patient | side  | side known
        --------+-------+-----------
        ann     | right |
        bob     |       | no
        cleo    |       |
        """,
        background=READY,
        expect={
            "ann": {"local-anaesthetic-injection": "recommended", "confirm-side": "not-indicated"},
            "bob": {"local-anaesthetic-injection": "prepare", "confirm-side": "recommended"},
            "cleo": {"local-anaesthetic-injection": "ask-first", "confirm-side": "ask-first"},
        },
    )


def test_what_rules_out_steroid_alone(spec):
    """An allergy to the steroid, diabetes with glucose out of control, an operation at the site within three months,
    steroid within three months, or three injections of it in a year: local anaesthetic alone remains."""
    no_steroid = {"local-anaesthetic-injection": "recommended", "corticosteroid-injection": "contraindicated"}
    spec(
        """
        patient | steroid allergy | diabetes | hba1c | glucose today | surgery planned | days to surgery
        --------+-----------------+----------+-------+---------------+-----------------+----------------
        ann     | no              | no       |       |               | no              |
        bob     | yes             | no       |       |               | no              |
        cleo    | no              | yes      | 9.1   | 8             | no              |
        dan     | no              | yes      | 9     | 15            | no              |
        eve     | no              | no       |       |               | yes             | 91
        finn    | no              | no       |       |               | yes             | 92
        gus     | no              | yes      |       | 8             | no              |
        """,
        background=READY,
        expect={
            "ann": dict.fromkeys(BOTH, "recommended"),
            "bob": no_steroid,
            "cleo": no_steroid,
            "dan": dict.fromkeys(BOTH, "recommended"),
            "eve": no_steroid,
            "finn": dict.fromkeys(BOTH, "recommended"),
            "gus": {"local-anaesthetic-injection": "recommended", "corticosteroid-injection": "ask-first"},
        },
    )


def test_steroid_at_any_site_counts(spec):
    """Steroid into the hip counts as well as steroid here. An injection elsewhere whose agent nobody recorded may have
    been steroid, so it is asked."""
    spec(
        """
        patient | course: other injection
        --------+----------------------------------------------------------------------------------------
        ann     | done 83 d ago, target hip joint, agent triamcinolone
        bob     | done 84 d ago, target hip joint, agent triamcinolone
        cleo    | done 83 d ago, target hip joint, agent lidocaine
        dan     | done 83 d ago, target hip joint
        eve     | done 300 d ago, agent steroid; done 200 d ago, agent steroid; done 100 d ago, agent steroid
        """,
        background=READY,
        intervention="corticosteroid-injection",
        expect={
            "ann": "contraindicated",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "ask-first",
            "eve": "contraindicated",
        },
    )


def test_infection_and_bleeding(spec):
    """No needle with fever, broken or infected skin, an infection or antibiotics, a bleeding disorder, or an INR above 3.
    A blood thinner alone is planned with its prescriber; nothing here stops it."""
    spec(
        """
        patient | infection near site | infection or antibiotics | bleeding disorder | takes warfarin | inr | anticoagulant
        --------+---------------------+--------------------------+-------------------+----------------+-----+--------------
        ann     | yes                 | no                       | no                | no             |     | no
        bob     | no                  | yes                      | no                | no             |     | no
        cleo    | no                  | no                       | yes               | no             |     | no
        dan     | no                  | no                       | no                | yes            | 3.1 | yes
        eve     | no                  | no                       | no                | yes            | 3   | yes
        finn    | no                  | no                       | no                | no             |     | yes
        gus     | no                  | no                       | no                | yes            |     | yes
        """,
        background=READY,
        expect={
            "ann": dict.fromkeys(BOTH, "contraindicated"),
            "bob": dict.fromkeys(BOTH, "contraindicated"),
            "cleo": dict.fromkeys(BOTH, "contraindicated"),
            "dan": dict.fromkeys(BOTH, "contraindicated"),
            "eve": dict.fromkeys(BOTH, "recommended"),
            "finn": dict.fromkeys(BOTH, "recommended"),
            "gus": dict.fromkeys(BOTH, "ask-first"),
        },
    )


def test_no_needle_into_what_is_not_understood(spec):
    """No needle into a lump, a vessel, or beside metal at a weak leg; none into a leg whose weakness was not worked up;
    none when pain comes with the cycle or a bone may be injured. After a procedure near the nerve the vessels are
    seen first."""
    spec(
        """
        patient | buttock lump | pulsing swelling | motor deficit | cyclic pain | stress fracture suspected | recent gluteal procedure | vessels clear
        --------+--------------+------------------+---------------+-------------+---------------------------+--------------------------+--------------
        ann     | yes          | no               | no            | no          | no                        | no                       |
        bob     | no           | yes              | no            | no          | no                        | no                       |
        cleo    | no           | no               | yes           | no          | no                        | no                       |
        dan     | no           | no               | no            | yes         | no                        | no                       |
        eve     | no           | no               | no            | no          | yes                       | no                       |
        finn    | no           | no               | no            | no          | no                        | yes                      | no
        gus     | no           | no               | no            | no          | no                        | yes                      | yes
        hana    | no           | no               | no            | no          | no                        | yes                      |
        """,
        background=READY + ", weakness not worked up",
        expect={
            **{
                name: dict.fromkeys(BOTH, "contraindicated")
                for name in ("ann", "bob", "cleo", "dan", "eve", "finn")
            },
            "gus": dict.fromkeys(BOTH, "recommended"),
            "hana": dict.fromkeys(BOTH, "ask-first"),
        },
    )


def test_weakness_that_was_worked_up(spec):
    """Once the weakness was examined, imaged and explained, and a clinician has settled the exit, it no longer forbids a
    needle."""
    spec(
        """
        patient | motor deficit | deficit worked up | course: motor deficit urgent
        --------+---------------+-------------------+-----------------------------
        ann     | yes, 40 d ago | yes               | explained 20 d ago
        bob     | yes, 40 d ago | yes               |
        cleo    | yes, 40 d ago |                   | explained 20 d ago
        """,
        background=READY,
        intervention="local-anaesthetic-injection",
        expect={"ann": "recommended", "bob": "held", "cleo": "ask-first"},
    )
