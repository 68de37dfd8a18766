"""Addresses of advice."""

from django.urls import path

from stepwell.clinic.workspace.advice import deciding, exits, views

urlpatterns = [
    path("advice/", views.advice, name="advice"),
    path("advice/<slug:intervention>/", views.why, name="why"),
    path("advice/<slug:intervention>/decide/", deciding.decide, name="decide"),
    path("advice/<slug:intervention>/answers/", deciding.answers, name="answers"),
    path("exits/", exits.exits, name="exits"),
    path("exits/<slug:intervention>/", exits.settle, name="settle"),
]
