"""Addresses: Who did and who read what."""

from django.urls import path

from stepwell.clinic.audit import views

urlpatterns = [path("", views.audit, name="audit")]
