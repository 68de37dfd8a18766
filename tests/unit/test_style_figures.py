"""The project keeps to the sizes of its own style. `python -m benchmarks.style_figures` prints the figures."""

from functools import lru_cache

from benchmarks.style_figures import FOLDERS, figures

AIM_LINES = 8


@lru_cache
def found(*folders):
    return figures(*folders)


def test_half_of_the_functions_have_at_most_eight_lines():
    assert found("src").median_lines <= AIM_LINES
    assert found(*FOLDERS).median_lines <= AIM_LINES


def test_no_file_is_longer_than_300_lines():
    assert found(*FOLDERS).long_files == ()


def test_no_modules_import_one_another_in_turn():
    assert found("src").circle == ()


def test_only_the_command_line_imports_inside_functions():
    assert found("src").late_imports == ()


def test_a_docstring_is_left_aside(tmp_path, monkeypatch):
    _project(tmp_path, monkeypatch, 'def f():\n    """One\n\n    two.\n    """\n    return 1\n')
    assert figures("src").longest == ((2, "src/one.py:1 f"),)


def test_a_late_import_is_found(tmp_path, monkeypatch):
    _project(tmp_path, monkeypatch, "def f():\n    import json\n\n    return json\n")
    assert figures("src").late_imports == ("src/one.py:2",)


def test_a_circle_is_found(tmp_path, monkeypatch):
    _project(tmp_path, monkeypatch, "import two\n\n\ndef f():\n    return two\n", "from one import f\n")
    assert set(figures("src").circle) == {"one", "two"}


def _project(folder, monkeypatch, one, two=""):
    (folder / "src").mkdir()
    (folder / "src" / "one.py").write_text(one)
    (folder / "src" / "two.py").write_text(two)
    monkeypatch.setattr("benchmarks.style_figures.ROOT", folder)
