"use strict";
// Says in the page that a passkey did not work; allauth's own script only writes to the console.
document.addEventListener("allauth.error", function (event) {
  var said = document.getElementById("passkey_failed");
  event.preventDefault();
  if (said) { said.hidden = false; }
});
