"""The clinic: the web application over the pathway, for the person in pain and for those who treat them.

Lives here: accounts and roles, kept records, pages. Lives elsewhere: what a record means (reasoning/), what is printed
(documents/), pictures (figures/). A page asks one service; a service alone decides what is written.

    keeping/         keys, sealed payloads, chains of what was written
    accounts/        people who sign in, clinics, roles, invitations, who may open which page
    episodes/        persons, episodes, entries that only grow, the stored plan
    audit/           who did and who read what
    library/         the knowledge as pages, and a clinic's own values of parameters
    workspace/       the clinician's pages
    administration/  a clinic's own affairs
    operations/      serving, tasks with a clock, backup
    demo/            made-up people
"""
