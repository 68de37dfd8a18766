"""One small figure that is sound, to be spoilt by tests."""

from stepwell.knowledge.yaml_text import load

SOUND = """\
id: stand
title: Stand and lift a leg
sides: each
start: Stand.
steps: [Lift one leg.]
figure:
  camera: [-14, 8]
  props: [floor]
  contacts: [other-foot]
  poses:
    - body: {at: [0, 0, 0.53]}
      other-leg: {foot: [0, 0.05, 0], toes: [1, 0, 0]}
      working-leg: {hip: 10, knee: 10}
    - working-leg: {hip: 80, knee: 80}
  arrow: {follow: working-knee, shift: [0, 0, 0.1]}
  spot: {from: working-hip}
"""


def tree(old="", new=""):
    """The sound figure with one piece of its text replaced."""
    assert old in SOUND
    return load(SOUND.replace(old, new), name="stand.yaml")
