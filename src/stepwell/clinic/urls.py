"""Every address. Who may open it says the view (accounts/access.py); whatever says nothing is refused."""

from django.urls import include, path
from django.views.i18n import set_language

from stepwell.clinic import languages, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("alive/", pages.alive, name="alive"),
    path("no-clinic/", pages.no_clinic, name="no_clinic"),
    path("not-open/", pages.not_open, name="not_open"),
    path("language/", languages.choose, name="language"),
    path("language/set/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("", include("stepwell.clinic.accounts.urls")),
    path("", include("stepwell.clinic.alerts.urls")),
    path("administration/", include("stepwell.clinic.administration.urls")),
    path("audit/", include("stepwell.clinic.audit.urls")),
    path("api/", include("stepwell.clinic.api.urls")),
    path("knowledge/", include("stepwell.clinic.library.urls")),
    path("", include("stepwell.clinic.operations.urls")),
    path("", include("stepwell.clinic.workspace.urls")),
    path("", include("stepwell.clinic.patient.aside_urls")),
    path("", include("stepwell.clinic.patient.urls")),
    path("", include("stepwell.clinic.owning.urls")),
    path("", include("stepwell.clinic.reminders.urls")),
    path("", include("stepwell.clinic.selfcare.urls")),
]

handler403 = "stepwell.clinic.pages.refused"
handler404 = "stepwell.clinic.pages.missing"
handler500 = "stepwell.clinic.pages.failed"
