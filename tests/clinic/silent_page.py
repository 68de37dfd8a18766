"""A page that does not say who may open it."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("silent/", lambda request: HttpResponse("open"), name="silent")]
handler403 = "stepwell.clinic.pages.refused"
