title = "What else it could be"
text = """Pain in the buttock is not always deep gluteal syndrome. A pattern that points elsewhere is named and looked at
first; a second diagnosis does not silence the first."""


def test_the_sacroiliac_joint(spec):
    """Three positive provocation tests of six point to the sacroiliac joint; two do not."""
    spec(
        """
        patient | si provocation count
        --------+---------------------
        ann     | 3
        bob     | 2
        cleo    |
        dan     | at least 2
        """,
        background="adult",
        intervention="sacroiliac-route",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "ask-first", "dan": "ask-first"},
    )


def test_the_side_of_the_hip(spec):
    """A tender trochanter with pain on pushing the leg out against resistance points to the tendons at the side of the
    hip. One of the two is not enough."""
    spec(
        """
        patient | trochanteric tenderness | resisted abduction pain
        --------+-------------------------+------------------------
        ann     | yes                     | yes
        bob     | yes                     | no
        cleo    | yes                     |
        """,
        background="adult",
        intervention="trochanteric-route",
        expect={"ann": "recommended", "bob": "not-indicated", "cleo": "ask-first"},
    )


def test_the_pudendal_nerve_and_the_narrow_canal(spec):
    """Sitting pain around genitals or anus points to the pudendal nerve. Leg pain on standing and walking that sitting
    takes away points to a narrow spinal canal: in deep gluteal syndrome sitting makes it worse."""
    spec(
        """
        patient | pudendal pain | leg pain eased by sitting
        --------+---------------+--------------------------
        ann     | yes           | no
        bob     | no            | yes
        cleo    |               |
        """,
        background="adult",
        expect={
            "ann": {"pudendal-route": "recommended", "stenosis-route": "not-indicated"},
            "bob": {"pudendal-route": "not-indicated", "stenosis-route": "recommended"},
            "cleo": {"pudendal-route": "ask-first", "stenosis-route": "ask-first"},
        },
    )


def test_the_same_question_is_not_raised_every_week(spec):
    """A route that was gone through rests for four weeks, then it may be raised again while the pattern is there."""
    spec(
        """
        patient | pudendal pain | course: pudendal route
        --------+---------------+-----------------------
        ann     | yes           | done 27 d ago
        bob     | yes           | done 28 d ago
        cleo    |               | done 28 d ago
        """,
        background="adult",
        intervention="pudendal-route",
        expect={"ann": "done", "bob": "recommended", "cleo": "ask-first"},
    )
