"""The address at which a person is opened: it belongs to no episode yet."""

from django.urls import path

from stepwell.clinic.workspace.intake import new_views

urlpatterns = [path("people/new/", new_views.new_person, name="new_person")]
