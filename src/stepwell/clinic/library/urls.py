"""Addresses: the knowledge as pages, and a clinic's own values."""

from django.urls import path

from stepwell.clinic.library import parameters, views

urlpatterns = [
    path("", views.knowledge, name="knowledge"),
    path("values/", parameters.parameters, name="parameters"),
    path("values/try/", parameters.parameters_try, name="parameters_try"),
    path("values/preview/<uuid:preview>/", parameters.parameters_preview, name="parameters_preview"),
    path("values/preview/<uuid:preview>/save/", parameters.parameters_save, name="parameters_save"),
    path("values/proposed/<uuid:proposal>/look/", parameters.parameters_look, name="parameters_look"),
    path("values/proposed/<uuid:proposal>/answer/", parameters.parameters_answer, name="parameters_answer"),
    path("<slug:kind>/<slug:name>/", views.knowledge_item, name="knowledge_item"),
]
