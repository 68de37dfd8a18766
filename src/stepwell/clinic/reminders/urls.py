"""Addresses of reminders."""

from django.urls import path

from stepwell.clinic.reminders import views

urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/test/", views.reminder_test, name="reminder_test"),
    path("reminders/phone/", views.reminder_phone, name="reminder_phone"),
    path("reminders/calendar/", views.reminder_calendar, name="reminder_calendar"),
    path("reminders/answer/<str:secret>/", views.reminder_answer, name="reminder_answer"),
    path("calendar/<str:secret>.ics", views.calendar_feed, name="calendar_feed"),
    path("administration/push/", views.push_setting, name="push_setting"),
]
