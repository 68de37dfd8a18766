"""The clinician's addresses: each package has its own."""

from django.urls import include, path

PERSON = "people/<uuid:episode>/"

urlpatterns = [
    path("", include("stepwell.clinic.workspace.intake.new_urls")),
    path("caseload/", include("stepwell.clinic.workspace.caseload.urls")),
    path(PERSON, include("stepwell.clinic.workspace.person.urls")),
    path(PERSON, include("stepwell.clinic.workspace.intake.urls")),
    path(PERSON, include("stepwell.clinic.workspace.exam.urls")),
    path(PERSON, include("stepwell.clinic.workspace.advice.urls")),
    path(PERSON, include("stepwell.clinic.workspace.programme.urls")),
    path(PERSON, include("stepwell.clinic.workspace.papers.urls")),
    path(PERSON, include("stepwell.clinic.workspace.notes.urls")),
]
