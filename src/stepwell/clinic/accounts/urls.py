"""Addresses of accounts beside those of allauth."""

from django.urls import path

from stepwell.clinic.accounts import views

urlpatterns = [
    path("clinic/", views.choose_clinic, name="choose_clinic"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
]
