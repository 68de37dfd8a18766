"""Addresses: who did and who read what."""

from django.urls import path

from stepwell.clinic.audit import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("export/", views.audit_export, name="audit_export"),
    path("verify/", views.audit_verify, name="audit_verify"),
    path("record/<uuid:episode>/", views.audit_record, name="audit_record"),
]
