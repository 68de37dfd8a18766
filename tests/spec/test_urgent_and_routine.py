title = "Red flags: the quiet ones, and the ways out of the pathway"
text = """Some signs are easy to overlook: leaking that nobody looked into, pain that comes with the cycle, pain that gets
worse under care. Others lead out of the pathway for good."""


def test_leaking_that_nobody_looked_into(spec):
    """An old or urge-like leak of urine or stool is not called cauda equina, but it is clarified before the pathway goes
    on."""
    spec(
        """
        patient | incontinence unclear
        --------+---------------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        intervention="incontinence-urgent",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "ask-first"},
    )


def test_walking_pain_of_the_arteries(spec):
    """Pain after the same walk each time, gone within minutes of standing still, points to the arteries."""
    spec(
        """
        patient | walking pain
        --------+-------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        intervention="claudication-urgent",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "ask-first"},
    )


def test_worse_under_care(spec):
    """Pain that gets clearly worse since exercise treatment began, rather than not better, is looked at within two weeks.
    It counts only where such treatment has begun."""
    spec(
        """
        patient | getting worse | course: conservative care
        --------+---------------+--------------------------
        ann     | yes           | started 14 d ago
        bob     | yes           |
        cleo    | no            | started 14 d ago
        dan     |               | started 14 d ago
        """,
        background="history taken",
        intervention="worse-under-care-urgent",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "not-indicated", "dan": "ask-first"},
    )


def test_woken_every_night(spec):
    """Pain that has woken a person every night for more than two weeks, however they lie, is reviewed by a clinician. It
    holds needles and operations, not exercise or medicines."""
    spec(
        """
        patient | waking every night
        --------+-------------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        background="screen clear, history taken, buttock pain",
        expect={
            "ann": {"night-waking-urgent": "recommended", "nerve-glides": "recommended"},
            "bob": {"night-waking-urgent": "not-indicated", "nerve-glides": "recommended"},
            "cleo": {"night-waking-urgent": "ask-first", "nerve-glides": "recommended"},
        },
    )


def test_pain_with_the_menstrual_cycle(spec):
    """Sciatic pain that comes with the periods points to endometriosis of the nerve: gynaecology is asked, urgently if
    the leg is weak, and no needle or operation goes ahead. A man is not asked."""
    spec(
        """
        patient | sex    | cyclic pain | motor deficit
        --------+--------+-------------+--------------
        ann     | female | yes         | no
        bob     | female | yes         | yes
        cleo    | female | no          | no
        dan     | male   |             | no
        eve     | female |             | yes
        """,
        background="screen clear",
        expect={
            "ann": {
                "cyclic-pain-exit": "recommended",
                "cyclic-weakness-urgent": "not-indicated",
                "refer-gynaecology": "recommended",
            },
            "bob": {
                "cyclic-pain-exit": "recommended",
                "cyclic-weakness-urgent": "recommended",
                "refer-gynaecology": "recommended",
            },
            "cleo": {
                "cyclic-pain-exit": "not-indicated",
                "cyclic-weakness-urgent": "not-indicated",
                "refer-gynaecology": "not-indicated",
            },
            "dan": {
                "cyclic-pain-exit": "not-indicated",
                "cyclic-weakness-urgent": "not-indicated",
                "refer-gynaecology": "not-indicated",
            },
            "eve": {
                "cyclic-pain-exit": "ask-first",
                "cyclic-weakness-urgent": "ask-first",
                "refer-gynaecology": "ask-first",
            },
        },
    )


def test_another_diagnosis_explains_the_pain(spec):
    """Where another diagnosis fully explains the pain, the person leaves the pathway and its treatments are held. Tests,
    referrals and education go on."""
    spec(
        """
        patient | explained by other diagnosis
        --------+-----------------------------
        ann     | yes
        bob     | no
        cleo    |
        """,
        background="screen clear, history taken, buttock pain",
        expect={
            "ann": {
                "other-diagnosis-exit": "recommended",
                "nerve-glides": "held",
                "identify-source": "recommended",
                "education-natural-history": "recommended",
            },
            "bob": {
                "other-diagnosis-exit": "not-indicated",
                "nerve-glides": "recommended",
                "identify-source": "recommended",
                "education-natural-history": "recommended",
            },
            "cleo": {
                "other-diagnosis-exit": "ask-first",
                "nerve-glides": "ask-first",
                "identify-source": "recommended",
                "education-natural-history": "recommended",
            },
        },
    )


def test_a_child_or_adolescent(spec):
    """The pathway is for adults. Under 18 a person is referred, and no programme is offered; emergencies still count."""
    spec(
        """
        patient | age | saddle numbness
        --------+-----+----------------
        ann     | 17  | no
        bob     | 18  | no
        cleo    |     | no
        dan     | 17  | yes
        """,
        background="screen clear, history taken, buttock pain",
        expect={
            "ann": {
                "refer-child": "recommended",
                "nerve-glides": "held",
                "cauda-equina-emergency": "not-indicated",
            },
            "bob": {
                "refer-child": "not-indicated",
                "nerve-glides": "recommended",
                "cauda-equina-emergency": "not-indicated",
            },
            "cleo": {
                "refer-child": "ask-first",
                "nerve-glides": "ask-first",
                "cauda-equina-emergency": "not-indicated",
            },
            "dan": {
                "refer-child": "recommended",
                "nerve-glides": "held",
                "cauda-equina-emergency": "recommended",
            },
        },
    )
