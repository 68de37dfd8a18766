"""Addresses of the exam."""

from django.urls import path

from stepwell.clinic.workspace.exam import views

urlpatterns = [
    path("exam/", views.exam, name="exam"),
    path("exam/draft/", views.exam_draft, name="exam_draft"),
]
