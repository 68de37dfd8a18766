"""Addresses of the programme."""

from django.urls import path

from stepwell.clinic.workspace.programme import views

urlpatterns = [
    path("programme/", views.programme, name="programme"),
    path("programme/accept/", views.accept, name="programme_accept"),
    path("programme/home/", views.home, name="programme_home"),
    path("programme/version/<int:number>/", views.version, name="programme_version"),
    path("programme/exercise/<slug:exercise>/", views.exercise, name="programme_exercise"),
    path("programme/exercise/<slug:exercise>/picture.svg", views.picture, name="programme_picture"),
]
