"""Addresses of accounts beside those of allauth."""

from django.urls import path

from stepwell.clinic.accounts import views

urlpatterns = [path("clinic/", views.choose_clinic, name="choose_clinic")]
