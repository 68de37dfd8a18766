title = "Referrals"
text = """A referral is never held: other dangers do not make it less right, and one referral does not wait for another."""


def test_mood_and_substances(spec):
    """Low mood on most days, trouble with alcohol or drugs, injecting drugs, and any crisis lead to an offer of help."""
    spec(
        """
        patient | low mood | substance worry | injects drugs | cannot cope
        --------+----------+-----------------+---------------+------------
        ann     | yes      | no              | no            | no
        bob     | no       | yes             | no            | no
        cleo    | no       | no              | no            | yes
        dan     | no       | no              | no            | no
        eve     |          | no              | no            | no
        """,
        background="screen clear",
        intervention="refer-mental-health",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "ask-first",
        },
    )


def test_the_tumour_team(spec):
    """A lump, a sign of cancer, or a cancer history with a worrying pain pattern goes to the tumour team. A cancer history
    with no such sign is reviewed first."""
    spec(
        """
        patient | buttock lump | night sweats | cancer history | straining pain | leg pain
        --------+--------------+--------------+----------------+----------------+---------
        ann     | yes          | no           | no             | no             | no
        bob     | no           | yes          | no             | no             | no
        cleo    | no           | no           | yes            | yes            | no
        dan     | no           | no           | yes            | no             | yes
        eve     | no           | no           | yes            | no             | no
        finn    |              | no           | no             | no             | no
        """,
        background="screen clear",
        intervention="refer-oncology",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "recommended",
            "eve": "ask-first",
            "finn": "ask-first",
        },
    )


def test_the_vascular_team(spec):
    """A vessel lesion on imaging, a swelling that beats, walking pain of the arteries and tissue loss go to the vascular
    team."""
    spec(
        """
        patient | imaging vascular lesion | pulsing swelling | walking pain
        --------+-------------------------+------------------+-------------
        ann     | yes                     | no               | no
        bob     | no                      | yes              | no
        cleo    | no                      | no               | yes
        dan     | no                      | no               | no
        eve     |                         | no               | no
        """,
        background="screen clear",
        intervention="refer-vascular",
        expect={
            "ann": "recommended",
            "bob": "recommended",
            "cleo": "recommended",
            "dan": "not-indicated",
            "eve": "ask-first",
        },
    )


def test_the_spine(spec):
    """A crossed straight leg raise, feeling or a reflex lost in the area of one root, pain sent down the leg by a cough,
    or leg pain far worse than buttock pain: the lower back is looked at first. A plain straight leg raise is not
    evidence either way."""
    spec(
        """
        patient | crossed slr | dermatomal loss | reflex loss | cough pain | leg pain over buttock pain | slr
        --------+-------------+-----------------+-------------+------------+----------------------------+----
        ann     | yes         |                 |             |            |                            |
        bob     | no          | yes             | no          | no         | no                         | no
        cleo    | no          | no              | no          | yes        | no                         | no
        dan     | no          | no              | no          | no         |                            | yes
        eve     | no          | no              | yes         | no         | no                         | no
        """,
        background="adult",
        expect={
            "ann": {"refer-spine": "recommended", "lumbar-first-route": "recommended"},
            "bob": {"refer-spine": "recommended", "lumbar-first-route": "recommended"},
            "cleo": {"refer-spine": "recommended", "lumbar-first-route": "recommended"},
            "dan": {"refer-spine": "undetermined", "lumbar-first-route": "undetermined"},
            "eve": {"refer-spine": "recommended", "lumbar-first-route": "recommended"},
        },
    )


def test_the_hip_joint(spec):
    """Groin pain with a positive test of the hip joint points to the hip. Groin pain alone does not, and a hip test
    without groin pain does not."""
    spec(
        """
        patient | groin pain | fadir | faber | hip rotation loss | hip clicking
        --------+------------+-------+-------+-------------------+-------------
        ann     | yes        | yes   | no    | no                | no
        bob     | no         | yes   | no    | no                | no
        cleo    | yes        |       | no    | no                | no
        dan     |            | no    | yes   | no                | no
        """,
        background="adult",
        expect={
            "ann": {
                "refer-hip": "recommended",
                "hip-joint-route": "recommended",
                "hip-imaging": "recommended",
            },
            "bob": {
                "refer-hip": "not-indicated",
                "hip-joint-route": "not-indicated",
                "hip-imaging": "not-indicated",
            },
            "cleo": {
                "refer-hip": "undetermined",
                "hip-joint-route": "undetermined",
                "hip-imaging": "ask-first",
            },
            "dan": {"refer-hip": "ask-first", "hip-joint-route": "ask-first", "hip-imaging": "ask-first"},
        },
    )


def test_a_wider_nerve_disease(spec):
    """Numbness like socks or gloves, or a thigh that wastes within weeks, points to a disease of many nerves."""
    spec(
        """
        patient | sock like numbness | thigh wasting
        --------+--------------------+--------------
        ann     | yes                | no
        bob     | no                 | yes
        cleo    | no                 |
        """,
        background="adult",
        expect={
            "ann": {"refer-neurology": "recommended", "polyneuropathy-route": "recommended"},
            "bob": {"refer-neurology": "recommended", "polyneuropathy-route": "recommended"},
            "cleo": {"refer-neurology": "undetermined", "polyneuropathy-route": "undetermined"},
        },
    )


def test_inflammatory_back_pain(spec):
    """Back pain that began before 45 and has lasted three months, with four features of inflammation, goes to
    rheumatology. With exactly three, an HLA-B27 test decides."""
    features = """
        patient | back pain before 45 | back pain over 3 months | back pain before 35 | better with movement | ever psoriasis | buttock pain
        --------+---------------------+-------------------------+---------------------+----------------------+----------------+-------------
        ann     | yes                 | yes                     | yes                 | yes                  | yes            | yes
        bob     | yes                 | yes                     | yes                 | yes                  | no             | yes
        cleo    | no                  | yes                     | no                  | yes                  | yes            | yes
        dan     | yes                 |                         | yes                 | yes                  | yes            | yes
        eve     | yes                 | yes                     |                     | yes                  | no             | yes
        """
    advice = ("refer-rheumatology", "inflammatory-route", "hla-b27-test")
    spec(
        features,
        background="adult, no other feature of inflammation",
        expect={
            "ann": dict(zip(advice, ("recommended", "recommended", "not-indicated"))),
            "bob": dict(zip(advice, ("undetermined", "undetermined", "recommended"))),
            "cleo": dict(zip(advice, ("not-indicated", "not-indicated", "not-indicated"))),
            "dan": dict(zip(advice, ("ask-first", "ask-first", "not-indicated"))),
            "eve": dict(zip(advice, ("undetermined", "undetermined", "ask-first"))),
        },
    )
