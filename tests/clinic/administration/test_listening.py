"""Where the clinic listens, and whom it believes about TLS."""

import re
from pathlib import Path

from stepwell.cli import main
from stepwell.clinic.operations.supervisor import listening

NGINX = Path(__file__).parents[3] / "docs/deploy/nginx.conf"


def test_the_worker_listens_on_loopback_only(monkeypatch):
    """Unless somebody names another address: then a header of a stranger counts as that of the proxy."""
    asked = []
    monkeypatch.setattr("stepwell.commands.serve.run", lambda given: asked.append(given.host) or 0)
    main(["serve"])
    assert asked == ["127.0.0.1"]
    with listening(asked[0], 0) as opened:
        assert opened.getsockname()[0] == "127.0.0.1"


def test_the_proxy_overwrites_what_a_browser_says_of_itself():
    written = dict(re.findall(r"proxy_set_header (\S+) (.+);", NGINX.read_text()))
    assert written["X-Forwarded-Proto"] == "https"
    assert written["X-Forwarded-For"] == "$remote_addr"
