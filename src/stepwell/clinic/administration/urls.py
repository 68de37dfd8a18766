"""Addresses: a clinic's own affairs."""

from django.urls import path

from stepwell.clinic.administration import consent, keeping, members, persons, setting, views
from stepwell.clinic.administration.importing import views as importing

urlpatterns = [
    path("", views.administration, name="administration"),
    path("setup/", setting.setup, name="setup"),
    path("setup/country/", setting.country, name="country"),
    path("setup/country/<str:country>/", setting.numbers, name="numbers"),
    path("intended-use/", setting.intended_use_page, name="intended_use"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<uuid:user>/", members.roles, name="roles"),
    path("invitations/<uuid:invitation>/withdraw/", members.withdraw, name="withdraw_invitation"),
    path("people/", persons.persons, name="persons"),
    path("people/<uuid:person>/invite/", persons.invite_person, name="invite_person"),
    path("people/<uuid:person>/erase/", persons.erase, name="erase"),
    path("retention/", keeping.retention, name="retention"),
    path("import/", importing.import_, name="import"),
    path("import/example.csv", importing.example, name="import_example"),
    path("import/columns/", importing.columns, name="import_columns"),
    path("records/<uuid:episode>/export/", keeping.export, name="export"),
    path("records/<uuid:episode>/consent/", consent.consent, name="consent"),
]
