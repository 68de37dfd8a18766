"""Writing synthetic people down: prepared tables, raw tables, record files, FHIR NDJSON. All of it says that nobody is real."""
