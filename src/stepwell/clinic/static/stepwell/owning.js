"use strict";
/* After being erased: nothing stays on the phone. What a browser does not forget on the header's word is deleted here. */
(function (S) {
  async function empty() {
    await S.store.purge();
    if ("caches" in window) { for (const name of await caches.keys()) { await caches.delete(name); } }
    document.getElementById("emptied").hidden = false;
  }
  document.addEventListener("DOMContentLoaded", function () { empty().catch(function () {}); });
})(window.Stepwell = window.Stepwell || {});
