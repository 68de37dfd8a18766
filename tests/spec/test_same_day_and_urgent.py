title = "Red flags: today, or within two weeks"
text = """What is not an emergency may still not wait. Same-day signs are seen today; urgent ones within two weeks, and no
treatment goes on in the meantime unless the file of that exit says so."""


def test_power_that_falls(spec):
    """A leg that lost one grade of power within seven days is seen the same day. Weakness or numbness that grows over
    weeks is worked up within two weeks, and so is weakness of any grade, new or old."""
    spec(
        """
        patient | motor deficit | new weakness | worsening weakness | grade lost in a week
        --------+---------------+--------------+--------------------+---------------------
        ann     | yes           | no           | no                 | yes
        bob     | no            | no           | yes                | no
        cleo    | no            | yes          | no                 | no
        dan     | yes           | no           | no                 | no
        eve     | no            | no           | no                 |
        finn    | yes           | no           |                    |
        gus     |               |              | no                 | no
        """,
        background="screen clear",
        expect={
            "ann": {
                "falling-power-same-day": "recommended",
                "progressive-deficit-urgent": "not-indicated",
                "motor-deficit-urgent": "recommended",
            },
            "bob": {
                "falling-power-same-day": "not-indicated",
                "progressive-deficit-urgent": "recommended",
                "motor-deficit-urgent": "not-indicated",
            },
            "cleo": {
                "falling-power-same-day": "not-indicated",
                "progressive-deficit-urgent": "not-indicated",
                "motor-deficit-urgent": "recommended",
            },
            "dan": {
                "falling-power-same-day": "not-indicated",
                "progressive-deficit-urgent": "not-indicated",
                "motor-deficit-urgent": "recommended",
            },
            "eve": {
                "falling-power-same-day": "not-indicated",
                "progressive-deficit-urgent": "not-indicated",
                "motor-deficit-urgent": "not-indicated",
            },
            "finn": {
                "falling-power-same-day": "ask-first",
                "progressive-deficit-urgent": "ask-first",
                "motor-deficit-urgent": "recommended",
            },
            "gus": {
                "falling-power-same-day": "not-indicated",
                "progressive-deficit-urgent": "not-indicated",
                "motor-deficit-urgent": "ask-first",
            },
        },
    )


def test_metal_near_a_failing_nerve(spec):
    """A hip replacement, plate or screw near the nerve together with weakness is worked up within two weeks: the metal
    may lie against the nerve. Metal alone is no reason for that."""
    spec(
        """
        patient | hardware near nerve | motor deficit
        --------+---------------------+--------------
        ann     | yes                 | yes
        bob     | yes                 | no
        cleo    | no                  | yes
        dan     |                     | yes
        """,
        background="screen clear",
        intervention="hardware-deficit-urgent",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "not-indicated", "dan": "ask-first"},
    )


def test_a_vascular_lesion_on_a_scan(spec):
    """A false aneurysm, fistula or other lesion of a vessel on imaging needs a vascular opinion within two weeks."""
    spec(
        """
        patient | imaging vascular lesion
        --------+------------------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        intervention="vascular-lesion-urgent",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "ask-first"},
    )


def test_a_history_of_cancer(spec):
    """Cancer ever, of any kind, is reviewed within two weeks. With a pain pattern of metastasis (unremitting, worse at
    night, on straining or under care, a tender spine) the tumour service is asked within a day."""
    spec(
        """
        patient | cancer history | unremitting pain | straining pain | spine tenderness
        --------+----------------+------------------+----------------+-----------------
        ann     | yes            | no               | no             | no
        bob     | yes            | yes              | no             | no
        cleo    | yes            | no               | yes            | no
        dan     | no             | yes              | yes            | yes
        eve     | yes            | no               |                | no
        finn    |                | no               | no             | no
        """,
        background="screen clear",
        expect={
            "ann": {"cancer-history-urgent": "recommended", "cancer-pain-same-day": "not-indicated"},
            "bob": {"cancer-history-urgent": "recommended", "cancer-pain-same-day": "recommended"},
            "cleo": {"cancer-history-urgent": "recommended", "cancer-pain-same-day": "recommended"},
            "dan": {"cancer-history-urgent": "not-indicated", "cancer-pain-same-day": "not-indicated"},
            "eve": {"cancer-history-urgent": "recommended", "cancer-pain-same-day": "ask-first"},
            "finn": {"cancer-history-urgent": "ask-first", "cancer-pain-same-day": "not-indicated"},
        },
    )


def test_signs_of_cancer(spec):
    """Weight lost without trying, night pain that no position eases, drenching sweats, or unremitting pain above 50 go
    the urgent route; today, if the person is also seriously unwell."""
    spec(
        """
        patient | age | unexplained weight loss | night pain not positional | night sweats | unremitting pain | very unwell
        --------+-----+-------------------------+---------------------------+--------------+------------------+------------
        ann     | 45  | yes                     | no                        | no           | no               | no
        bob     | 45  | no                      | yes                       | no           | no               | yes
        cleo    | 45  | no                      | no                        | yes          | no               | no
        dan     | 51  | no                      | no                        | no           | yes              | no
        eve     | 50  | no                      | no                        | no           | yes              | no
        finn    | 45  | no                      |                           | no           | no               | yes
        """,
        expect={
            "ann": {"malignancy-urgent": "recommended", "malignancy-same-day": "not-indicated"},
            "bob": {"malignancy-urgent": "recommended", "malignancy-same-day": "recommended"},
            "cleo": {"malignancy-urgent": "recommended", "malignancy-same-day": "not-indicated"},
            "dan": {"malignancy-urgent": "recommended", "malignancy-same-day": "not-indicated"},
            "eve": {"malignancy-urgent": "not-indicated", "malignancy-same-day": "not-indicated"},
            "finn": {"malignancy-urgent": "ask-first", "malignancy-same-day": "ask-first"},
        },
    )


def test_a_lump(spec):
    """A lump in the buttock or thigh, felt or seen on a scan, is imaged within two weeks. No needle, no deep massage and
    no load before that."""
    spec(
        """
        patient | buttock lump | imaging mass
        --------+--------------+-------------
        ann     | yes          | no
        bob     | no           | yes
        cleo    | no           | no
        dan     | no           |
        """,
        intervention="lump-urgent",
        expect={"ann": "recommended", "bob": "recommended", "cleo": "not-indicated", "dan": "ask-first"},
    )


def test_a_possible_stress_fracture(spec):
    """A deep ache on impact that also aches at night, or an earlier stress fracture in someone who runs or lifts, is
    seen the same day and takes the load off. Once imaging shows the injury, bone care takes over."""
    spec(
        """
        patient | stress fracture suspected | previous stress fracture | runs | heavy lifting | imaging stress injury
        --------+---------------------------+--------------------------+------+---------------+----------------------
        ann     | yes                       | no                       | no   | no            | no
        bob     | no                        | yes                      | yes  | no            | no
        cleo    | no                        | yes                      | no   | no            | no
        dan     | no                        | no                       | yes  | no            | yes
        eve     | no                        | yes                      |      | no            |
        """,
        expect={
            "ann": {"bone-stress-same-day": "recommended", "bone-stress-injury-exit": "not-indicated"},
            "bob": {"bone-stress-same-day": "recommended", "bone-stress-injury-exit": "not-indicated"},
            "cleo": {"bone-stress-same-day": "not-indicated", "bone-stress-injury-exit": "not-indicated"},
            "dan": {"bone-stress-same-day": "not-indicated", "bone-stress-injury-exit": "recommended"},
            "eve": {"bone-stress-same-day": "ask-first", "bone-stress-injury-exit": "ask-first"},
        },
    )


def test_a_swollen_leg_a_rash_and_a_birth(spec):
    """A swollen, warm or tender leg may hide a clot; a blistering rash on one side is shingles; both are seen today. In
    pregnancy and six weeks after birth, a swollen leg or a sign of the nerves goes to the obstetric unit today."""
    spec(
        """
        patient | sex    | leg swelling | blistering rash | pregnancy      | recent birth
        --------+--------+--------------+-----------------+----------------+-------------
        ann     | female | yes          | no              | none           | no
        bob     | male   | no           | yes             |                | no
        cleo    | female | yes          | no              | 20 to 29 weeks | no
        dan     | female | yes          | no              | none           | yes
        eve     | female |              |                 | under 20 weeks | no
        finn    |        | yes          | no              |                | no
        """,
        background="screen clear",
        expect={
            "ann": {
                "vein-clot-same-day": "recommended",
                "shingles-same-day": "not-indicated",
                "obstetric-same-day": "not-indicated",
            },
            "bob": {
                "vein-clot-same-day": "not-indicated",
                "shingles-same-day": "recommended",
                "obstetric-same-day": "not-indicated",
            },
            "cleo": {
                "vein-clot-same-day": "recommended",
                "shingles-same-day": "not-indicated",
                "obstetric-same-day": "recommended",
            },
            "dan": {
                "vein-clot-same-day": "recommended",
                "shingles-same-day": "not-indicated",
                "obstetric-same-day": "recommended",
            },
            "eve": {
                "vein-clot-same-day": "ask-first",
                "shingles-same-day": "ask-first",
                "obstetric-same-day": "ask-first",
            },
            "finn": {
                "vein-clot-same-day": "recommended",
                "shingles-same-day": "not-indicated",
                "obstetric-same-day": "ask-first",
            },
        },
    )
