/* The switches of every page: language and colours; details are opened for the printer. */
(function () {
  "use strict";
  var root = document.documentElement;
  var keep = function (key, value) {
    try { window.localStorage.setItem("yosan." + key, value); } catch (error) { /* forbidden: the choice holds for this page */ }
  };
  var press = function (name, value) {
    document.querySelectorAll("button[data-" + name + "]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset[name] === value));
    });
  };
  press("lang", root.lang);
  press("theme", root.dataset.theme || "auto");
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-lang], button[data-theme]");
    if (!button) return;
    if (button.dataset.lang) {
      root.lang = button.dataset.lang;
      keep("lang", root.lang);
      press("lang", root.lang);
      document.dispatchEvent(new CustomEvent("yosan:language"));
    } else {
      if (button.dataset.theme === "auto") delete root.dataset.theme;
      else root.dataset.theme = button.dataset.theme;
      keep("theme", button.dataset.theme);
      press("theme", button.dataset.theme);
    }
  });

  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (one) { one.open = true; });
    document.querySelectorAll("img[loading=lazy]").forEach(function (image) { image.loading = "eager"; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
  });
})();
