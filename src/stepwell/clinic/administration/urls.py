"""Addresses: A clinic's own affairs."""

from django.urls import path

from stepwell.clinic.administration import views

urlpatterns = [path("", views.administration, name="administration")]
