"""Addresses of the caseload."""

from django.urls import path

from stepwell.clinic.workspace.caseload import views

urlpatterns = [
    path("", views.caseload, name="caseload"),
    path("changes/", views.changes, name="caseload_changes"),
    path("<uuid:episode>/reviewed/", views.reviewed, name="reviewed"),
    path("<uuid:episode>/snooze/", views.snooze, name="snooze"),
]
