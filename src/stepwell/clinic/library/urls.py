"""Addresses: The knowledge as pages."""

from django.urls import path

from stepwell.clinic.library import views

urlpatterns = [path("", views.knowledge, name="knowledge")]
