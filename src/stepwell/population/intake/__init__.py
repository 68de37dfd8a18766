"""What an analyst brings, made into the prepared tables. See docs/guide/population-input.md.

Lives here: reading Parquet, CSV and FHIR NDJSON, naming what is wrong with them, and writing the layout. Lives elsewhere: the
layout (population/layout.py), record files (population/prepare.py), the commands (commands/population_input.py).
"""
