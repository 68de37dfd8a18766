"""Addresses of emergencies that wait."""

from django.urls import path

from stepwell.clinic.alerts import views

urlpatterns = [
    path("emergencies/", views.emergencies, name="emergencies"),
    path("people/<uuid:episode>/emergency/", views.emergency, name="emergency"),
]
