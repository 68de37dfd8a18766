"""What is fast and what is small, measured. `python -m benchmarks` prints everything; nothing here is a timed test.

It measures the code beside it, also where that is not installed, and so does every process that a measurement begins.
"""

import os
import sys
from pathlib import Path

_CODE = str(Path(__file__).parent.parent / "src")
if _CODE not in sys.path:
    sys.path.insert(0, _CODE)
os.environ["PYTHONPATH"] = _CODE
