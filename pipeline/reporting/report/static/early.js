/* Language and colours before the first paint: what was chosen, else what the browser asks for. */
(function () {
  "use strict";
  var root = document.documentElement;
  var kept = function (key) {
    try { return window.localStorage.getItem("yosan." + key); } catch (error) { return null; } // storage may be forbidden
  };
  var lang = kept("lang");
  if (lang !== "ja" && lang !== "en") lang = /^ja\b/i.test(navigator.language || "") ? "ja" : "en";
  root.lang = lang;
  var theme = kept("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  root.classList.add("js");
})();
