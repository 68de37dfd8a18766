"use strict";
/* Signing out, from whichever page: what waits is said first, then nothing is left on the phone. */
(function (S) {
  async function leave(form) {
    const waits = (await S.store.waiting()).length;
    if (waits && !window.confirm(form.dataset.warn.replace("{count}", waits))) { return; }
    await S.store.purge();
    if ("caches" in window) { for (const name of await caches.keys()) { await caches.delete(name); } }
    const field = form.querySelector("[name=csrfmiddlewaretoken]");
    if (!field.value) { field.value = (await (await fetch("/today/token/", {cache: "no-store"})).json()).token; }
    form.submit();
  }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-leave]").forEach(function (form) {
      form.addEventListener("submit", function (event) { event.preventDefault(); leave(form); });
    });
  });
})(window.Stepwell = window.Stepwell || {});
