"""What was made by others and lies in the tree: each file is the one that was looked at, and nothing else lies beside it."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDERS = ("src/stepwell/clinic/static/vendor", "tests/clinic/vendor")
OURS = {"tests/clinic/vendor/README.md"}
DIGESTS = {
    "src/stepwell/clinic/static/vendor/htmx-2.0.11.min.js": "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
    "src/stepwell/clinic/static/vendor/htmx-LICENSE.txt": "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
    "tests/clinic/vendor/axe-core-4.14.1.min.js": "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
    "tests/clinic/vendor/axe-core-LICENSE-3RD-PARTY.txt": "4f8563870d0fca38bbc3e00b6f670cb7fa9f380ba9f26a7f7d1184a6b18b1653",
    "tests/clinic/vendor/axe-core-LICENSE.txt": "af175b9d96ee93c21a036152e1b905b0b95304d4ae8c2c921c7609100ba8df7e",
}
"""SHA-256. Those of the two programs are of `dist/htmx.min.js` in htmx.org 2.0.11 and of `axe.min.js` in axe-core 4.14.1, as npm
delivers them: compared on 2026-12-01."""


@pytest.mark.parametrize("path", sorted(DIGESTS))
def test_each_vendored_file_has_its_digest(path):
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == DIGESTS[path]


def test_nothing_else_lies_there():
    there = {
        str(one.relative_to(ROOT))
        for folder in FOLDERS
        for one in (ROOT / folder).rglob("*")
        if one.is_file()
    }
    assert there == set(DIGESTS) | OURS


def test_pages_load_the_file_whose_digest_is_known():
    named = {Path(path).name for path in DIGESTS if path.startswith("src/") and path.endswith(".js")}
    templates = "".join(one.read_text() for one in (ROOT / "src/stepwell/clinic/templates").rglob("*.html"))
    assert all(f"vendor/{one}" in templates for one in named)
    assert templates.count("vendor/") == sum(templates.count(f"vendor/{one}") for one in named)
