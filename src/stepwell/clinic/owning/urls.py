"""Addresses of a person's own rights, and of what they share."""

from django.urls import path

from stepwell.clinic.owning import consenting, downloads, erasures, links, record

urlpatterns = [
    path("record/", record.own_record, name="own_record"),
    path("record/correct/<int:seq>/", record.own_correction, name="own_correction"),
    path("record/download/", downloads.own_download, name="own_download"),
    path("record/download/file/", downloads.own_file, name="own_file"),
    path("record/links/", links.own_links, name="own_links"),
    path("record/links/<uuid:link>/end/", links.own_link_end, name="own_link_end"),
    path("record/consent/", consenting.own_consent, name="own_consent"),
    path("record/erase/", erasures.own_erase, name="own_erase"),
    path("record/erase/take-back/", erasures.own_request_end, name="own_request_end"),
    path("record/erased/", erasures.own_erased, name="own_erased"),
    path("shared/<str:secret>/", links.shared, name="shared"),
    path("administration/erasures/", erasures.erasures, name="erasures"),
    path("administration/erasures/<uuid:wish>/", erasures.erasure, name="erasure"),
]
