"""Addresses of notes."""

from django.urls import path

from stepwell.clinic.workspace.notes import views

urlpatterns = [path("notes/", views.notes, name="notes")]
