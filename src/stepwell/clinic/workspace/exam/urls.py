"""Addresses of the exam."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
