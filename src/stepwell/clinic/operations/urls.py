"""Addresses of running the clinic."""

from django.urls import path

from stepwell.clinic.operations import views

urlpatterns = [path("demo/<str:secret>/", views.demo_sign_in, name="demo_sign_in")]
