"""Addresses of the caseload."""

from django.urls import path

from stepwell.clinic.workspace.caseload import views

urlpatterns = [path("", views.caseload, name="caseload")]
