"""Writing a file whole or not at all.

Lives here: a file that is written beside its place and then moved there. Lives elsewhere: what is said where it cannot be
written (each command has its own remedy).
"""

import tempfile
from pathlib import Path

PRIVATE, PUBLIC = 0o600, 0o644
"""Who may read a file: a document about a person is its owner's alone."""


def write_whole(path: Path, content: bytes | str, *, mode: int = PUBLIC) -> None:
    """Write a file; text as UTF-8. What stood there before stays until all is written. raises OSError"""
    raw = content.encode() if isinstance(content, str) else content
    with tempfile.NamedTemporaryFile(
        "wb", dir=path.parent, prefix=f"{path.name}-", suffix=".part", delete=False
    ) as file:
        unfinished = Path(file.name)
        try:
            file.write(raw)
            file.flush()
            unfinished.chmod(mode)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
