"""Addresses of accounts beside those of allauth."""

from allauth.account.views import confirm_reauthentication_code, request_reauthentication_code
from django.urls import path

from stepwell.clinic.accounts import views
from stepwell.clinic.accounts.access import signed_in

for of_allauth in (request_reauthentication_code, confirm_reauthentication_code):
    signed_in(of_allauth)

urlpatterns = [
    path("clinic/", views.choose_clinic, name="choose_clinic"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
]
