"""Addresses of self-care."""

from django.urls import path

from stepwell.clinic.selfcare import beginning, doctor, doors, joining, questions

urlpatterns = [
    path("administration/self-care/", doors.self_care_setting, name="self_care_setting"),
    path("self-care/", joining.self_care_places, name="self_care_places"),
    path("self-care/begin/", beginning.self_care_begin, name="self_care_begin"),
    path("self-care/at/<str:secret>/", joining.self_care_door, name="self_care_door"),
    path("questions/", questions.own_questions, name="own_questions"),
    path("questions/<slug:page>/", questions.own_question_page, name="own_question_page"),
    path("questions/<slug:page>/draft/", questions.own_question_draft, name="own_question_draft"),
    path("doctor/", doctor.own_doctor, name="own_doctor"),
    path("doctor/paper/", doctor.own_doctor_paper, name="own_doctor_paper"),
]
