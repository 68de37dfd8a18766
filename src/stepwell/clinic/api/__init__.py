"""The clinic as JSON, for the offline shell of a phone and for programs of the clinic. See docs/guide/api.md."""
