"""Commands over many people: preparing, running, comparing, and making people up."""

from stepwell.arguments.making import Commands, add, later


def add_population(commands: Commands) -> None:
    words = "the same pathway for many people at once"
    top = commands.add_parser("population", help=words, description=words)
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    printed = add(below, "sql", later("population", "print_sql"), "print the statement that is run")
    _add_population_input(below)
    dialects = ("duckdb", "spark", "postgres")
    printed.add_argument("--dialect", choices=dialects, default="duckdb", help="for which engine")
    printed.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    _add_population_run(below)


def _add_population_input(below: Commands) -> None:
    guessed = add(
        below,
        "guess",
        later("population_input", "guess"),
        "print a first mapping of an input, to be saved and edited",
    )
    words = "prepare Parquet, CSV, FHIR NDJSON or record files"
    prepared = add(below, "prepare", later("population_input", "prepare"), words)
    for one in (guessed, prepared):
        one.add_argument("input", metavar="INPUT", help="a file or a folder of such files")
        one.add_argument("--memory", metavar="SIZE", help="the most that the engine may use, such as 300MB")
    prepared.add_argument("--out", metavar="FOLDER", required=True, help="where to write; new or empty")
    prepared.add_argument(
        "--map", metavar="FILE", help="what columns and codes are called, as `guess` prints it"
    )
    prepared.add_argument(
        "--bucket", metavar="N", type=int, help="people in one part; fewer take less memory"
    )
    prepared.add_argument("--quarantine", metavar="FOLDER", help="set bad rows aside there and go on")
    prepared.add_argument(
        "--as-of", metavar="DATE", help="the day up to which ages are counted; default today"
    )


def _add_population_run(below: Commands) -> None:
    ran = add(
        below,
        "run",
        later("population_results", engine="population_spark"),
        "the step and every status of everybody",
    )
    ran.add_argument("prepared", metavar="PREPARED", help="the folder of a prepared population")
    ran.add_argument("--out", metavar="FOLDER", required=True, help="where to write the rows")
    ran.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    ran.add_argument("--memory", metavar="SIZE", help="the most that the engine may use, such as 300MB")
    ran.add_argument(
        "--engine",
        metavar="MASTER",
        help="run it on Spark: spark://HOST:PORT, or local[2] for two threads here",
    )
    ran.add_argument("--threads", metavar="N", type=int, help="how many threads the engine may use")
    ran.add_argument("--long", action="store_true", help="also a row for each person and intervention")
    ran.add_argument(
        "--questions", action="store_true", help="also each person's questions; about 30 ms a person"
    )
    ran.add_argument(
        "--reviews", action="store_true", help="also each person's next review; about 30 ms a person"
    )
    ran.add_argument("--since", metavar="RESULTS", help="compute only people whose rows changed since then")
    ran.add_argument("--again", action="store_true", help="remove the results that are there")
    _add_population_summary(below)
    _add_population_compare(below)


def _add_population_summary(below: Commands) -> None:
    one = add(below, "summary", later("population_summary"), "the results of one or several days as a page")
    one.add_argument("results", metavar="RESULTS", nargs="+", help="folders that `run` wrote")
    one.add_argument("--out", metavar="FILE", help="the page; default summary.html in the last folder")
    one.add_argument("--csv", metavar="FOLDER", help="also write each table as CSV")
    one.add_argument("--small", metavar="N", type=int, default=5, help="hide numbers below this; default 5")
    one.add_argument("--prepared", metavar="PREPARED", help="the prepared population, where it was moved")


def _add_population_compare(below: Commands) -> None:
    words = "who moves where the knowledge changes: `inside`, a folder, or PARAMETER=VALUE"
    compared = add(below, "compare", later("population_compare"), words)
    compared.add_argument("old", metavar="OLD", help="such as `inside`")
    compared.add_argument("new", metavar="NEW", help="such as sitting-goal=45")
    compared.add_argument("prepared", metavar="PREPARED", help="the folder of a prepared population")
    compared.add_argument("--out", metavar="FOLDER", help="where to write tables and examples")
    compared.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    compared.add_argument("--memory", metavar="SIZE", help="the most that each engine may use, such as 300MB")


def add_simulate(commands: Commands) -> None:
    one = add(commands, "simulate", later("simulate"), "synthetic people, advised by the pathway")
    one.add_argument("--people", metavar="N", type=int, default=200, help="how many; default 200")
    one.add_argument("--days", metavar="D", type=int, default=365, help="for how long; default 365")
    one.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed makes the same people")
    one.add_argument("--out", metavar="DIR", required=True, help="a new folder")
    forms = ("records", "parquet", "fhir", "prepared")
    one.add_argument("--as", dest="form", choices=forms, default="records", help="what to write")
    one.add_argument(
        "--start", metavar="DATE", help="the first day; default so that the last one was yesterday"
    )
    one.add_argument(
        "--no-decisions", action="store_true", help="people only live and are asked; nobody is advised"
    )
    one.add_argument("--bucket", metavar="N", type=int, help="how many people are simulated together")
