"""Addresses: Today, for the person in pain."""

from django.urls import path

from stepwell.clinic.patient import views

urlpatterns = [path("today/", views.today, name="today")]
