"""The figures of the project's own style: how long functions and files are, circles of imports, late imports.

Lives here: counting, from the syntax tree of every file. Lives elsewhere: the limits (docs and
tests/unit/test_style_figures.py). Print them with `python -m benchmarks.style_figures`.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
FOLDERS = ("src", "tests", "benchmarks")
LONG_FILE = 300
MAY_IMPORT_LATE = ("cli.py",)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Figures:
    """What was counted in some files. Lines of a function leave its docstring aside."""

    files: int
    functions: int
    median_lines: float
    longest: tuple[tuple[int, str], ...]
    long_files: tuple[tuple[int, str], ...]
    circle: tuple[str, ...]
    late_imports: tuple[str, ...]


def figures(*folders: str) -> Figures:
    """Count in every Python file of these folders; late imports and circles matter for `src` alone."""
    trees = {path: _tree(path.read_text(encoding="utf-8")) for path in _files(folders)}
    functions = sorted(_functions(trees), reverse=True)
    own = {path: tree for path, tree in trees.items() if path.is_relative_to(ROOT / "src")}
    return Figures(
        files=len(trees),
        functions=len(functions),
        median_lines=median(length for length, _ in functions),
        longest=tuple(functions[:5]),
        long_files=tuple(sorted(_long_files(trees), reverse=True)),
        circle=_circle(own),
        late_imports=tuple(_late_imports(own)),
    )


@cache
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def _files(folders: tuple[str, ...]) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _functions(trees: dict[Path, ast.Module]) -> Iterator[tuple[int, str]]:
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield _lines(node), f"{_name(path)}:{node.lineno} {node.name}"


def _lines(function: Function) -> int:
    """The lines from `def` to the end, without the docstring."""
    return _height(function) - (_height(function.body[0]) if ast.get_docstring(function) else 0)


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _long_files(trees: dict[Path, ast.Module]) -> Iterator[tuple[int, str]]:
    for path in trees:
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > LONG_FILE:
            yield count, _name(path)


def _circle(trees: dict[Path, ast.Module]) -> tuple[str, ...]:
    """Modules that import one another in turn, or nothing."""
    modules = {_module(path): tree for path, tree in trees.items()}
    graph = {name: set(_imported(tree, modules.keys() - {name})) for name, tree in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as wrong:
        return tuple(reversed(wrong.args[1]))
    return ()


def _imported(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            below = {f"{node.module}.{name.name}" for name in node.names} & modules
            yield from below or ({node.module} & modules)


def _late_imports(trees: dict[Path, ast.Module]) -> Iterator[str]:
    for path, tree in trees.items():
        if path.name not in MAY_IMPORT_LATE:
            late = {node.lineno for function in _outermost(tree) for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)}  # fmt: skip
            yield from (f"{_name(path)}:{line}" for line in sorted(late))


def _outermost(node: ast.AST) -> Iterator[Function]:
    """The functions that stand in no other function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield child
        else:
            yield from _outermost(child)


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines() -> Iterator[str]:
    """The figures in words, for the sources alone and for everything."""
    for folders in (("src",), FOLDERS):
        found = figures(*folders)
        yield f"{', '.join(folders)}: {found.files} files, {found.functions} functions"
        yield f"  function, median    {found.median_lines:g} lines (aim 8)"
        yield f"  functions, longest  {'; '.join(f'{length} {name}' for length, name in found.longest)}"
        yield f"  files over {LONG_FILE}      {'; '.join(f'{count} {name}' for count, name in found.long_files) or 'none'}"
        yield f"  circle of imports   {' -> '.join(found.circle) or 'none'}"
        yield f"  late imports        {'; '.join(found.late_imports) or 'none'}"


if __name__ == "__main__":
    print("\n".join(lines()))
