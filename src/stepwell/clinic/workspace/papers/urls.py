"""Addresses of papers."""

from django.urls import path

from stepwell.clinic.workspace.papers import views

urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("letters/make/", views.letter, name="letter"),
    path("programme/print.pdf", views.programme_pdf, name="programme_pdf"),
]
