"""Addresses of the person's own pages."""

from django.urls import path, re_path

from stepwell.clinic.patient import pages, views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/token/", views.token, name="today_token"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    re_path(
        r"^figures/(?P<exercise>[a-z-]+)-(?P<side>left|right)\.(?P<kind>svg|json)$",
        views.figure,
        name="figure",
    ),
    path("progress/", pages.progress, name="progress"),
    path("pathway/", pages.way, name="way"),
    path("learn/", pages.learn, name="learn"),
    path("ergonomics/", pages.ergonomics, name="ergonomics"),
    path("ladders/", pages.ladders, name="ladders"),
    path("help/", pages.get_help, name="get_help"),
]
