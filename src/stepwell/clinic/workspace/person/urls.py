"""Addresses of one person."""

from django.urls import path

from stepwell.clinic.workspace.person import birth_views, outcome_views, timeline_views, views

urlpatterns = [
    path("", views.person, name="person"),
    path("birthday/", birth_views.birthday, name="birthday"),
    path("outcomes/", outcome_views.outcomes, name="outcomes"),
    path("timeline/", timeline_views.timeline, name="timeline"),
]
