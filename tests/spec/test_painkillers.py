title = "Painkillers"
text = """A short course of an anti-inflammatory tablet may be offered beside conservative care; it is never a required step. What
is not known about heart, stomach, kidneys, pregnancy and other medicines is asked before, not assumed."""

TABLETS = ("oral-ibuprofen", "oral-naproxen", "celecoxib")
READY = "healthy, screen clear, history taken, buttock pain, ten weeks of care in vain"


def test_when_a_painkiller_is_thought_of(spec):
    """When pain stops a person from doing the exercises, when it is severe although care has begun, or when weeks of care
    were not enough. Pain of six alone is no reason."""
    spec(
        """
        patient | pain limits rehab | worst pain | course: conservative care
        --------+-------------------+------------+--------------------------
        ann     | yes               | 5          | started 10 d ago
        bob     | no                | 7          | started 10 d ago
        cleo    | no                | 6          | started 10 d ago
        dan     |                   | 6          | started 10 d ago
        eve     | no                | 8          |
        """,
        background="healthy, screen clear, history taken, buttock pain",
        expect={
            "ann": {"oral-ibuprofen": "recommended", "paracetamol": "recommended"},
            "bob": {"oral-ibuprofen": "recommended", "paracetamol": "recommended"},
            "cleo": {"oral-ibuprofen": "not-indicated", "paracetamol": "not-indicated"},
            "dan": {"oral-ibuprofen": "ask-first", "paracetamol": "ask-first"},
            "eve": {"oral-ibuprofen": "not-indicated", "paracetamol": "not-indicated"},
        },
    )


def test_stomach_and_bowel(spec):
    """An active ulcer, an earlier bleed from an anti-inflammatory, two or more ulcers, and an allergy rule out every
    tablet. One old ulcer calls for a clinician and a stomach medicine. Bowel inflammation rules out celecoxib only."""
    never = dict.fromkeys(TABLETS, "contraindicated")
    careful = dict.fromkeys(TABLETS, "recommended")
    spec(
        """
        patient | nsaid allergy | active ulcer | nsaid bleed | repeated ulcers | previous ulcer | inflammatory bowel disease
        --------+---------------+--------------+-------------+-----------------+----------------+---------------------------
        ann     | no            | no           | no          | no              | no             | no
        bob     | yes           | no           | no          | no              | no             | no
        cleo    | no            | yes          | no          | no              | no             | no
        dan     | no            | no           | yes         | no              | no             | no
        eve     | no            | no           | no          | yes             | yes            | no
        finn    | no            | no           | no          | no              | yes            | no
        gus     | no            | no           | no          | no              | no             | yes
        hana    |               | no           | no          | no              | no             | no
        """,
        background=READY,
        expect={
            "ann": careful,
            "bob": never,
            "cleo": never,
            "dan": never,
            "eve": never,
            "finn": careful,
            "gus": careful | {"celecoxib": "contraindicated"},
            "hana": dict.fromkeys(TABLETS, "ask-first"),
        },
    )


def test_heart_arteries_and_liver(spec):
    """Severe heart failure and liver failure rule out every tablet. Milder heart failure and arterial disease rule out
    celecoxib; the others are for a clinician, ibuprofen at a limited dose."""
    never = dict.fromkeys(TABLETS, "contraindicated")
    careful = dict.fromkeys(TABLETS, "recommended")
    spec(
        """
        patient | severe heart failure | heart failure | arterial disease | severe liver disease | uncontrolled hypertension
        --------+----------------------+---------------+------------------+----------------------+--------------------------
        ann     | yes                  | yes           | no               | no                   | no
        bob     | no                   | yes           | no               | no                   | no
        cleo    | no                   | no            | yes              | no                   | no
        dan     | no                   | no            | no               | yes                  | no
        eve     | no                   | no            | no               | no                   | yes
        finn    | no                   |               | no               | no                   | no
        """,
        background=READY,
        expect={
            "ann": never,
            "bob": careful | {"celecoxib": "contraindicated"},
            "cleo": careful | {"celecoxib": "contraindicated"},
            "dan": never,
            "eve": careful,
            "finn": dict.fromkeys(TABLETS, "ask-first"),
        },
    )


def test_kidneys(spec):
    """Below an eGFR of 30 no tablet; from 30 to 59 a clinician approves and the blood is checked again. A person whose
    kidneys are at risk (65 or older, diabetes, high blood pressure, a water tablet or blood pressure tablet) needs an
    eGFR from the last three months. An eGFR that nobody knows is asked for."""
    spec(
        """
        patient | egfr           | age | hypertension
        --------+----------------+-----+-------------
        ann     | 29             | 45  | no
        bob     | 30             | 45  | no
        cleo    | 90, 200 d ago  | 45  | no
        dan     | 90, 200 d ago  | 66  | no
        eve     | 90, 92 d ago   | 66  | no
        finn    | 90, 93 d ago   | 45  | yes
        gus     |                | 45  | no
        """,
        background=READY,
        expect={
            "ann": {"oral-naproxen": "contraindicated", "kidney-function-recheck": "not-indicated"},
            "bob": {"oral-naproxen": "recommended", "kidney-function-recheck": "not-indicated"},
            "cleo": {"oral-naproxen": "recommended", "kidney-function-recheck": "not-indicated"},
            "dan": {"oral-naproxen": "prepare", "kidney-function-recheck": "recommended"},
            "eve": {"oral-naproxen": "recommended", "kidney-function-recheck": "not-indicated"},
            "finn": {"oral-naproxen": "prepare", "kidney-function-recheck": "recommended"},
            "gus": {"oral-naproxen": "ask-first", "kidney-function-recheck": "not-indicated"},
        },
    )


def test_pregnancy_and_breastfeeding(spec):
    """From 20 weeks of pregnancy no anti-inflammatory, not even a gel. Before that, or trying for a baby, only if the
    benefit outweighs the risk. The question is asked anew every two weeks, and only of women."""
    spec(
        """
        patient | sex    | pregnancy        | breastfeeding
        --------+--------+------------------+--------------
        ann     | female | 20 to 29 weeks   | no
        bob     | female | 30 weeks or more | no
        cleo    | female | under 20 weeks   | no
        dan     | female | none, 20 d ago   | no
        eve     | female | none             | yes
        finn    | male   |                  |
        gus     | female |                  | no
        """,
        background=READY,
        expect={
            "ann": {"oral-ibuprofen": "contraindicated", "celecoxib": "contraindicated"},
            "bob": {"oral-ibuprofen": "contraindicated", "celecoxib": "contraindicated"},
            "cleo": {"oral-ibuprofen": "recommended", "celecoxib": "recommended"},
            "dan": {"oral-ibuprofen": "ask-first", "celecoxib": "ask-first"},
            "eve": {"oral-ibuprofen": "recommended", "celecoxib": "recommended"},
            "finn": {"oral-ibuprofen": "recommended", "celecoxib": "recommended"},
            "gus": {"oral-ibuprofen": "ask-first", "celecoxib": "ask-first"},
        },
    )


def test_other_medicines(spec):
    """A blood thinner, a blood pressure tablet together with a water tablet, lithium, or a second anti-inflammatory rule
    the tablets out. One of the first two tablets alone does not, nor does low-dose aspirin, but each asks for care."""
    never = dict.fromkeys(TABLETS, "contraindicated")
    careful = dict.fromkeys(TABLETS, "recommended")
    spec(
        """
        patient | anticoagulant | ace or arb | diuretic | lithium | another nsaid | low dose aspirin
        --------+---------------+------------+----------+---------+---------------+-----------------
        ann     | yes           | no         | no       | no      | no            | no
        bob     | no            | yes        | yes      | no      | no            | no
        cleo    | no            | yes        | no       | no      | no            | no
        dan     | no            | no         | no       | yes     | no            | no
        eve     | no            | no         | no       | no      | yes           | no
        finn    | no            | no         | no       | no      | no            | yes
        gus     |               | no         | no       | no      | no            | no
        """,
        background=READY,
        expect={
            "ann": never,
            "bob": never,
            "cleo": careful,
            "dan": never,
            "eve": never,
            "finn": careful,
            "gus": dict.fromkeys(TABLETS, "ask-first"),
        },
    )


def test_sick_days_shingles_and_a_planned_operation(spec):
    """On a sick day, with vomiting or too little to drink, no tablet. Ibuprofen is avoided in chickenpox and shingles. In
    the week before an operation the surgeon is asked."""
    spec(
        """
        patient | dehydrated | chickenpox or shingles | operation within a week
        --------+------------+------------------------+------------------------
        ann     | yes        | no                     | no
        bob     | no         | yes                    | no
        cleo    | no         | no                     | yes
        dan     |            | no                     | no
        """,
        background=READY,
        expect={
            "ann": {"oral-ibuprofen": "contraindicated", "oral-naproxen": "contraindicated"},
            "bob": {"oral-ibuprofen": "contraindicated", "oral-naproxen": "recommended"},
            "cleo": {"oral-ibuprofen": "recommended", "oral-naproxen": "recommended"},
            "dan": {"oral-ibuprofen": "ask-first", "oral-naproxen": "ask-first"},
        },
    )
