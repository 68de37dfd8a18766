"""The clinician's pages, one package each: caseload, person, intake, exam, advice, programme, papers, notes."""
