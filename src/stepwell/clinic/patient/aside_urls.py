"""The address of what a phone sent and nobody could store, for clinicians."""

from django.urls import path

from stepwell.clinic.patient import aside_views

urlpatterns = [path("people/<uuid:episode>/set-aside/", aside_views.aside, name="set_aside")]
