title = "Red flags: emergencies of the whole person"
text = """Some dangers have nothing to do with the nerve, and still come first: a broken bone, an aneurysm, an infection, a
bleed from a medicine, an allergic reaction, a crisis."""


def test_an_aneurysm_of_the_aorta(spec):
    """New pain with faintness or a throbbing belly is an emergency above 60, or at any age with a known aneurysm. In
    anyone else it is still seen the same day."""
    spec(
        """
        patient | age | faint or throbbing belly | known aneurysm
        --------+-----+--------------------------+---------------
        ann     | 61  | yes                      | no
        bob     | 50  | yes                      | yes
        cleo    | 50  | yes                      | no
        dan     | 70  | no                       | yes
        eve     | 50  | yes                      |
        finn    |     | yes                      | no
        gus     | 70  |                          | no
        """,
        expect={
            "ann": {"aneurysm-emergency": "recommended", "aneurysm-same-day": "recommended"},
            "bob": {"aneurysm-emergency": "recommended", "aneurysm-same-day": "recommended"},
            "cleo": {"aneurysm-emergency": "not-indicated", "aneurysm-same-day": "recommended"},
            "dan": {"aneurysm-emergency": "not-indicated", "aneurysm-same-day": "not-indicated"},
            "eve": {"aneurysm-emergency": "ask-first", "aneurysm-same-day": "recommended"},
            "finn": {"aneurysm-emergency": "ask-first", "aneurysm-same-day": "recommended"},
            "gus": {"aneurysm-emergency": "ask-first", "aneurysm-same-day": "ask-first"},
        },
    )


def test_a_broken_bone(spec):
    """Who cannot put weight on the leg, or has pain since a crash or a high fall, goes to emergency care. A plain fall
    is seen the same day; so is sudden pain in someone over 65 or with fragile bones."""
    spec(
        """
        patient | age | cannot bear weight | major trauma | recent fall | sudden pain | fragile bones
        --------+-----+--------------------+--------------+-------------+-------------+--------------
        ann     | 45  | yes                | no           | no          | no          | no
        bob     | 45  | no                 | yes          | no          | no          | no
        cleo    | 45  | no                 | no           | yes         | no          | no
        dan     | 66  | no                 | no           | no          | yes         | no
        eve     | 45  | no                 | no           | no          | yes         | yes
        finn    | 45  | no                 | no           | no          | yes         | no
        gus     | 45  |                    | no           | no          | yes         |
        """,
        expect={
            "ann": {"fracture-emergency": "recommended", "fracture-same-day": "not-indicated"},
            "bob": {"fracture-emergency": "recommended", "fracture-same-day": "not-indicated"},
            "cleo": {"fracture-emergency": "not-indicated", "fracture-same-day": "recommended"},
            "dan": {"fracture-emergency": "not-indicated", "fracture-same-day": "recommended"},
            "eve": {"fracture-emergency": "not-indicated", "fracture-same-day": "recommended"},
            "finn": {"fracture-emergency": "not-indicated", "fracture-same-day": "not-indicated"},
            "gus": {"fracture-emergency": "ask-first", "fracture-same-day": "ask-first"},
        },
    )


def test_a_deep_infection(spec):
    """Fever is seen the same day. It is an emergency in someone seriously unwell, with a sign of the nerves, or within
    14 days of an injection. Severe pain that nothing eases counts as a sign of infection where there is a reason for
    one."""
    spec(
        """
        patient | fever | very unwell | unremitting pain | injects drugs | bilateral symptoms | course: other injection
        --------+-------+-------------+------------------+---------------+--------------------+------------------------
        ann     | yes   | no          | no               | no            | no                 |
        bob     | yes   | yes         | no               | no            | no                 |
        cleo    | yes   | no          | no               | no            | yes                |
        dan     | yes   | no          | no               | no            | no                 | done 5 d ago
        eve     | yes   | no          | no               | no            | no                 | done 20 d ago
        finn    | no    | no          | yes              | yes           | no                 |
        gus     | no    | no          | yes              | no            | no                 |
        hana    |       | no          | no               | no            | no                 |
        iris    | yes   |             | no               | no            | no                 |
        """,
        background="healthy, screen clear, history taken",
        expect={
            "ann": {"infection-emergency": "not-indicated", "infection-same-day": "recommended"},
            "bob": {"infection-emergency": "recommended", "infection-same-day": "recommended"},
            "cleo": {"infection-emergency": "recommended", "infection-same-day": "recommended"},
            "dan": {"infection-emergency": "recommended", "infection-same-day": "recommended"},
            "eve": {"infection-emergency": "not-indicated", "infection-same-day": "recommended"},
            "finn": {"infection-emergency": "not-indicated", "infection-same-day": "recommended"},
            "gus": {"infection-emergency": "not-indicated", "infection-same-day": "not-indicated"},
            "hana": {"infection-emergency": "not-indicated", "infection-same-day": "ask-first"},
            "iris": {"infection-emergency": "ask-first", "infection-same-day": "recommended"},
        },
    )


def test_a_wound_after_an_operation_or_injection(spec):
    """A wound that is red, hot, leaking or hurts more each day is seen the same day by the operating team. With fever,
    or in someone seriously unwell, it is an emergency."""
    spec(
        """
        patient | wound trouble | fever | very unwell
        --------+---------------+-------+------------
        ann     | yes           | no    | no
        bob     | yes           | yes   | no
        cleo    | yes           | no    | yes
        dan     | no            | no    | no
        eve     |               | no    | no
        """,
        background="healthy, screen clear, history taken",
        expect={
            "ann": {"wound-same-day": "recommended", "infection-emergency": "not-indicated"},
            "bob": {"wound-same-day": "recommended", "infection-emergency": "recommended"},
            "cleo": {"wound-same-day": "recommended", "infection-emergency": "recommended"},
            "dan": {"wound-same-day": "not-indicated", "infection-emergency": "not-indicated"},
            "eve": {"wound-same-day": "ask-first", "infection-emergency": "not-indicated"},
        },
    )


def test_harm_from_a_medicine_or_an_injection(spec):
    """Slow breathing or a person who is hard to wake, black stools or sudden severe belly pain, a swelling face or a
    wheeze, and trouble swallowing or drooping lids after botulinum toxin: each is an emergency by itself."""
    signs = {
        "slow breathing": "breathing-emergency",
        "gut bleed signs": "gut-bleed-emergency",
        "allergic reaction": "allergy-emergency",
        "toxin spread signs": "toxin-spread-emergency",
    }
    spec(
        """
        patient | slow breathing | gut bleed signs | allergic reaction | toxin spread signs
        --------+----------------+-----------------+-------------------+-------------------
        ann     | yes            | yes             | yes               | yes
        bob     | no             | no              | no                | no
        cleo    |                |                 |                   |
        """,
        expect={
            "ann": dict.fromkeys(signs.values(), "recommended"),
            "bob": dict.fromkeys(signs.values(), "not-indicated"),
            "cleo": dict.fromkeys(signs.values(), "ask-first"),
        },
    )


def test_a_crisis(spec):
    """Thoughts of suicide or self-harm, or pain that can no longer be borne, lead to crisis help at once."""
    spec(
        """
        patient | self harm thoughts | cannot cope
        --------+--------------------+------------
        ann     | yes                | no
        bob     | no                 | yes
        cleo    | no                 | no
        dan     | no                 |
        """,
        intervention="crisis-emergency",
        expect={"ann": "recommended", "bob": "recommended", "cleo": "not-indicated", "dan": "ask-first"},
    )
