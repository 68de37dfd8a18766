title = "Red flags: emergencies"
text = """A red flag is looked for at every step and comes before all other advice. One sign is enough; an emergency never
waits for another answer. A question that nobody asked is not a "no": it stays open, and it is asked next."""


def test_one_sign_of_cauda_equina_is_enough(spec):
    """Numbness of the saddle, trouble passing urine, leaking without feeling it, a bowel that no longer feels full, or
    new numbness during sex: any one of them sends a person to emergency care. Here "not sure" counts as yes. While
    some of the questions are open, the danger is not ruled out."""
    spec(
        """
        patient | saddle numbness | urine retention | leaking unaware | bowel fullness lost | sexual numbness
        --------+-----------------+-----------------+-----------------+---------------------+----------------
        ann     | yes             |                 |                 |                     |
        bob     | no              | yes             | no              | no                  | no
        cleo    | no              | no              | yes             |                     |
        dan     | no              | no              | no              | yes                 |
        eve     | no              | no              | no              | no                  | yes
        finn    | not sure        | no              | no              | no                  | no
        gus     | no              | no              | no              | no                  | no
        hana    | no              | no              | no              |                     | no
        """,
        intervention="cauda-equina-emergency",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "recommended",
            "eve": "recommended",
            "finn": "recommended",
            "gus": "not-indicated",
            "hana": "ask-first",
        },
    )


def test_a_no_goes_stale_and_a_yes_stands(spec):
    """A "no" counts for four weeks; then the question is open again. A "yes" stands until a clinician has settled it,
    however old it is, even if the person later says no."""
    spec(
        """
        patient | saddle numbness      | urine retention | leaking unaware | bowel fullness lost | sexual numbness
        --------+----------------------+-----------------+-----------------+---------------------+----------------
        ann     | no, 28 d ago         | no              | no              | no                  | no
        bob     | no, 29 d ago         | no              | no              | no                  | no
        cleo    | yes, 200 d ago       | no              | no              | no                  | no
        dan     | yes, 200 d ago; no   | no              | no              | no                  | no
        """,
        intervention="cauda-equina-emergency",
        expect={"ann": "not-indicated", "bob": "ask-first", "cleo": "recommended", "dan": "recommended"},
    )


def test_only_a_clinician_settles_a_red_flag(spec):
    """Accepting the referral does not close it. It closes when a clinician records that it was excluded, explained or
    treated, and a later yes opens it again."""
    spec(
        """
        patient | saddle numbness      | course: cauda equina emergency
        --------+----------------------+-------------------------------
        ann     | yes, 20 d ago        | accepted 20 d ago
        bob     | yes, 20 d ago        | excluded 15 d ago
        cleo    | yes, 20 d ago; yes   | excluded 15 d ago
        dan     |                      | declined today
        """,
        intervention="cauda-equina-emergency",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "recommended", "dan": "ask-first"},
    )


def test_weakness_that_is_quick_or_on_both_sides(spec):
    """Weakness that grows from hour to hour or day to day, and weakness of both legs, are emergencies. New foot drop
    or weakness of several muscle groups in one leg is seen the same day."""
    spec(
        """
        patient | rapid weakness | bilateral weakness | foot drop | several groups weak
        --------+----------------+--------------------+-----------+--------------------
        ann     | yes            |                    |           |
        bob     | no             | yes                | no        | no
        cleo    | no             | no                 | yes       | no
        dan     | no             | no                 | no        | yes
        eve     | no             | no                 | no        | no
        finn    |                | no                 |           | no
        """,
        expect={
            "ann": {"rapid-weakness-emergency": "recommended", "foot-drop-same-day": "ask-first"},
            "bob": {"rapid-weakness-emergency": "recommended", "foot-drop-same-day": "not-indicated"},
            "cleo": {"rapid-weakness-emergency": "not-indicated", "foot-drop-same-day": "recommended"},
            "dan": {"rapid-weakness-emergency": "not-indicated", "foot-drop-same-day": "recommended"},
            "eve": {"rapid-weakness-emergency": "not-indicated", "foot-drop-same-day": "not-indicated"},
            "finn": {"rapid-weakness-emergency": "ask-first", "foot-drop-same-day": "ask-first"},
        },
    )


def test_sciatica_in_both_legs(spec):
    """Pain, tingling or numbness in both legs threatens the cauda equina, even when bladder and bowel are well."""
    spec(
        """
        patient | bilateral symptoms | saddle numbness
        --------+--------------------+----------------
        ann     | yes                | no
        bob     | no                 | no
        cleo    |                    | no
        """,
        intervention="bilateral-sciatica-emergency",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "ask-first"},
    )


def test_new_weakness_after_a_needle_or_an_operation(spec):
    """A leg that turns weak after a needle, biopsy or operation near the nerve is an emergency: a bleed or an injured
    nerve may be the reason. It counts whether the person tells of it or the procedure is on record. A weakness from
    long before is another matter."""
    spec(
        """
        patient | recent gluteal procedure | foot drop | new weakness | course: piriformis release
        --------+--------------------------+-----------+--------------+---------------------------
        ann     | yes                      | yes       | no           |
        bob     | no                       | no        | yes          | done 10 d ago
        cleo    | no                       | no        | yes          | done 90 d ago
        dan     | yes                      | no        | no           |
        eve     |                          | no        | yes          |
        """,
        background="screen clear, history taken",
        intervention="deficit-after-procedure-emergency",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "not-indicated",
            "dan": "not-indicated",
            "eve": "ask-first",
        },
    )


def test_acute_compression_in_the_buttock(spec):
    """A tense, extremely painful buttock is a compartment syndrome until proven otherwise. A swelling that beats with
    the heart, or a vascular lesion on imaging with a weak leg, is a bleed or a false aneurysm."""
    spec(
        """
        patient | tense buttock swelling | pulsing swelling | imaging vascular lesion | motor deficit
        --------+------------------------+------------------+-------------------------+--------------
        ann     | yes                    |                  |                         |
        bob     | no                     | yes              |                         |
        cleo    | no                     | no               | yes                     | yes
        dan     | no                     | no               | yes                     | no
        eve     |                        |                  | no                      | no
        """,
        background="screen clear",
        expect={
            "ann": {"compartment-emergency": "recommended", "bleeding-emergency": "ask-first"},
            "bob": {"compartment-emergency": "not-indicated", "bleeding-emergency": "recommended"},
            "cleo": {"compartment-emergency": "not-indicated", "bleeding-emergency": "recommended"},
            "dan": {"compartment-emergency": "not-indicated", "bleeding-emergency": "not-indicated"},
            "eve": {"compartment-emergency": "ask-first", "bleeding-emergency": "ask-first"},
        },
    )


def test_a_failing_spinal_cord(spec):
    """Newly unsteady on the feet, or clumsy hands, is an emergency. A tight band around the trunk alone is seen the
    same day."""
    spec(
        """
        patient | unsteady legs | clumsy arms | tight band
        --------+---------------+-------------+-----------
        ann     | yes           |             | no
        bob     | no            | yes         | no
        cleo    | no            | no          | yes
        dan     | no            |             |
        """,
        expect={
            "ann": {"cord-compression-emergency": "recommended", "cord-same-day": "not-indicated"},
            "bob": {"cord-compression-emergency": "recommended", "cord-same-day": "not-indicated"},
            "cleo": {"cord-compression-emergency": "not-indicated", "cord-same-day": "recommended"},
            "dan": {"cord-compression-emergency": "ask-first", "cord-same-day": "ask-first"},
        },
    )


def test_cancer_with_a_nerve_sign(spec):
    """Cancer now or ever, with pain that runs down the leg or any sign of the nerves, may be a metastasis: an
    emergency. Most people with sciatica and a cancer history belong here."""
    spec(
        """
        patient | cancer history | leg pain | numbness or tingling | unsteady legs
        --------+----------------+----------+----------------------+--------------
        ann     | yes            | yes      |                      |
        bob     | yes            | no       | yes                  | no
        cleo    | yes            | no       | no                   | yes
        dan     | yes            | no       | no                   | no
        eve     | no             | yes      | yes                  | no
        finn    | yes            |          | no                   | no
        """,
        background="screen clear",
        intervention="cancer-nerve-emergency",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "not-indicated",
            "finn": "ask-first",
        },
    )


def test_arteries_veins_and_the_aorta(spec):
    """A cold, pale or lifeless leg, a foot that hurts at rest or loses skin, and sudden breathlessness or chest pain
    are emergencies at any age."""
    spec(
        """
        patient | cold pale leg | foot ischaemia | breathless or chest pain
        --------+---------------+----------------+-------------------------
        ann     | yes           | no             | no
        bob     | no            | yes            | no
        cleo    | no            | no             | yes
        dan     |               |                |
        """,
        expect={
            "ann": {
                "limb-ischaemia-emergency": "recommended",
                "tissue-loss-emergency": "not-indicated",
                "clot-emergency": "not-indicated",
            },
            "bob": {
                "limb-ischaemia-emergency": "not-indicated",
                "tissue-loss-emergency": "recommended",
                "clot-emergency": "not-indicated",
            },
            "cleo": {
                "limb-ischaemia-emergency": "not-indicated",
                "tissue-loss-emergency": "not-indicated",
                "clot-emergency": "recommended",
            },
            "dan": {
                "limb-ischaemia-emergency": "ask-first",
                "tissue-loss-emergency": "ask-first",
                "clot-emergency": "ask-first",
            },
        },
    )
