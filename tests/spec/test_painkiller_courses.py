title = "Painkillers: gel, paracetamol, and how a course goes on"
text = """A course has an end. It is reviewed, it stops when it does not help, and it is not taken beside another one."""

READY = "healthy, screen clear, history taken, buttock pain, ten weeks of care in vain"


def test_gel(spec):
    """The nerve lies too deep for a gel. It is offered only for tenderness that a finger can reach, and never beside a
    tablet of the same kind."""
    spec(
        """
        patient | surface tenderness | anticoagulant | course: oral naproxen | nsaid allergy
        --------+--------------------+---------------+-----------------------+--------------
        ann     | yes                | no            |                       | no
        bob     | no                 | no            |                       | no
        cleo    | yes                | no            | started 3 d ago       | no
        dan     | yes                | yes           |                       | no
        eve     | yes                | no            |                       | yes
        finn    |                    | no            |                       | no
        """,
        background=READY,
        intervention="topical-nsaid",
        expect={
            "ann": "recommended",
            "bob": "not-indicated",
            "cleo": "contraindicated",
            "dan": "recommended",
            "eve": "contraindicated",
            "finn": "ask-first",
        },
    )


def test_paracetamol(spec):
    """Paracetamol may be considered; not in liver failure, and not beside another product that contains it. Low weight,
    liver disease and alcohol lower the dose, so they are asked first."""
    spec(
        """
        patient | severe liver disease | another paracetamol | weight | alcohol above limits
        --------+----------------------+---------------------+--------+---------------------
        ann     | no                   | no                  | 70     | no
        bob     | yes                  | no                  | 70     | no
        cleo    | no                   | yes                 | 70     | no
        dan     | no                   | no                  | 49     | yes
        eve     | no                   | no                  |        | no
        """,
        background=READY,
        intervention="paracetamol",
        expect={
            "ann": "recommended",
            "bob": "contraindicated",
            "cleo": "contraindicated",
            "dan": "recommended",
            "eve": "ask-first",
        },
    )


def test_no_painkiller_over_a_stress_fracture(spec):
    """Pain is not covered up so that training can go on over an injured bone."""
    spec(
        """
        patient | stress fracture suspected
        --------+--------------------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        background=READY,
        expect={
            "ann": {"paracetamol": "contraindicated", "oral-ibuprofen": "contraindicated"},
            "bob": {"paracetamol": "recommended", "oral-ibuprofen": "recommended"},
            "cleo": {"paracetamol": "ask-first", "oral-ibuprofen": "ask-first"},
        },
    )


def test_a_tablet_that_did_not_help_is_not_offered_again(spec):
    """An anti-inflammatory that brought nothing is not followed by the next one; after one that helped, a month passes
    before another course. One that was declined was not tried, so it says nothing of the others."""
    spec(
        """
        patient | course: oral naproxen                                  | course: celecoxib
        --------+--------------------------------------------------------+-------------------------------------------
        ann     | started 90 d ago; done 80 d ago, response none         |
        bob     | started 40 d ago; done 27 d ago, response good         |
        cleo    | started 40 d ago; done 28 d ago, response good         |
        dan     | declined 10 d ago                                      | started 90 d ago; done 80 d ago
        eve     | declined 10 d ago                                      |
        """,
        background=READY,
        expect={
            "ann": {"oral-naproxen": "not-indicated", "oral-ibuprofen": "not-indicated"},
            "bob": {"oral-naproxen": "done", "oral-ibuprofen": "recommended"},
            "cleo": {"oral-naproxen": "recommended", "oral-ibuprofen": "recommended"},
            "dan": {"oral-naproxen": "declined", "oral-ibuprofen": "ask-first"},
            "eve": {"oral-naproxen": "declined", "oral-ibuprofen": "recommended"},
        },
    )


def test_two_weeks_then_a_review(spec):
    """A tablet under way goes on for two weeks, then it is reviewed. Without a review it stops, and so it does when it
    has become unsafe, or when it has not helped after four weeks."""
    spec(
        """
        patient | course: oral ibuprofen | course: medicine review | medicine pain fall | medicine function gain | dehydrated
        --------+------------------------+-------------------------+--------------------+------------------------+-----------
        ann     | started 13 d ago       |                         | 40                 | yes                    | no
        bob     | started 14 d ago       |                         | 40                 | yes                    | no
        cleo    | started 15 d ago       |                         | 40                 | yes                    | no
        dan     | started 20 d ago       | done 6 d ago            | 40                 | yes                    | no
        eve     | started 28 d ago       | done 6 d ago            | 10                 | no                     | no
        finn    | started 5 d ago        |                         | 40                 | yes                    | yes
        gus     | started 28 d ago       | done 6 d ago            |                    |                        | no
        """,
        background=READY,
        expect={
            "ann": {"oral-ibuprofen": "continue", "medicine-review": "not-indicated"},
            "bob": {"oral-ibuprofen": "continue", "medicine-review": "recommended"},
            "cleo": {"oral-ibuprofen": "stop", "medicine-review": "recommended"},
            "dan": {"oral-ibuprofen": "continue", "medicine-review": "not-indicated"},
            "eve": {"oral-ibuprofen": "stop", "medicine-review": "not-indicated"},
            "finn": {"oral-ibuprofen": "stop", "medicine-review": "not-indicated"},
            "gus": {"oral-ibuprofen": "continue", "medicine-review": "not-indicated"},
        },
    )


def test_bought_without_a_prescription(spec):
    """What a person bought for themselves is talked over after four days."""
    spec(
        """
        patient | nsaid self bought | course: oral nsaid
        --------+-------------------+-------------------
        ann     | yes               | started 5 d ago
        bob     | yes               | started 4 d ago
        cleo    | no                | started 5 d ago
        dan     |                   | started 5 d ago
        """,
        background=READY,
        intervention="medicine-review",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "not-indicated", "dan": "ask-first"},
    )


def test_blood_for_the_kidneys(spec):
    """The kidney test is due when a medicine that is indicated needs a result nobody has. While no medicine is thought
    of, no blood is taken. Weak kidneys are checked again after a week of tablets."""
    spec(
        """
        patient | egfr         | creatinine | pain limits rehab | course: oral naproxen
        --------+--------------+------------+-------------------+----------------------
        ann     |              |            | yes               |
        bob     | 90           | 70         | yes               |
        cleo    |              |            | no                |
        dan     | 50, 10 d ago | 90         | yes               | started 7 d ago
        eve     | 50           | 90         | yes               | started 7 d ago
        """,
        background="healthy, screen clear, history taken, buttock pain",
        expect={
            "ann": {"kidney-function-test": "recommended", "kidney-function-recheck": "not-indicated"},
            "bob": {"kidney-function-test": "known", "kidney-function-recheck": "not-indicated"},
            "cleo": {"kidney-function-test": "not-indicated", "kidney-function-recheck": "not-indicated"},
            "dan": {"kidney-function-test": "known", "kidney-function-recheck": "recommended"},
            "eve": {"kidney-function-test": "known", "kidney-function-recheck": "not-indicated"},
        },
    )


def test_going_through_all_medicines(spec):
    """All medicines, also those bought, are gone through when a medicine is indicated and something about the others is
    not known, or known from more than four weeks ago."""
    spec(
        """
        patient | anticoagulant | lithium      | pain limits rehab
        --------+---------------+--------------+------------------
        ann     |               | no           | yes
        bob     | no            | no           | yes
        cleo    | no            | no, 29 d ago | yes
        dan     |               | no           | no
        """,
        background="healthy, screen clear, history taken, buttock pain",
        intervention="medicines-reconciliation",
        expect={"ann": "recommended", "bob": "known", "cleo": "recommended", "dan": "not-indicated"},
    )


def test_recorded_and_never_advised(spec):
    """Opioids, benzodiazepines and steroid tablets are not offered for this pain, and other painkillers are outside the
    pathway. They can be recorded, and then they count where they matter."""
    names = ("opioids", "benzodiazepines", "oral-steroids", "oral-nsaid", "other-analgesic")
    spec(
        """
        patient | course: opioids  | opioid
        --------+------------------+-------
        ann     |                  | no
        bob     | started 30 d ago | yes
        cleo    |                  |
        """,
        background=READY,
        expect={
            "ann": dict.fromkeys(names, "not-indicated"),
            "bob": dict.fromkeys(names, "not-indicated") | {"opioids": "continue"},
            "cleo": dict.fromkeys(names, "not-indicated"),
        },
    )
