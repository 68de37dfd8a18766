"""Addresses of the intake."""

from django.urls import path

from stepwell.clinic.workspace.intake import views

urlpatterns = [
    path("intake/", views.intake, name="intake"),
    path("intake/<slug:page>/", views.intake_page, name="intake_page"),
    path("intake/<slug:page>/draft/", views.intake_draft, name="intake_draft"),
    path("intake/<slug:page>/skip/", views.intake_skip, name="intake_skip"),
]
