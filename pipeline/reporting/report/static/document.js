/* A figure and its box answer to each other: both light up together, whichever is pointed at, focused or come to. */
(function () {
  "use strict";
  var reel = document.querySelector(".reel");
  var twins = function (id) { return document.querySelectorAll('[data-f~="' + CSS.escape(id) + '"]'); };
  var light = function (element, name, on) {
    element.dataset.f.split(" ").forEach(function (id) {
      twins(id).forEach(function (twin) { twin.classList.toggle(name, on); });
    });
  };
  [["mouseover", "mouseout"], ["focusin", "focusout"]].forEach(function (pair) {
    pair.forEach(function (type, index) {
      document.addEventListener(type, function (event) {
        var element = event.target.closest && event.target.closest("[data-f]");
        if (element) light(element, "hot", index === 0);
      });
    });
  });

  /* Where the pages have a pane of their own, it follows; else the page itself goes to what was chosen. */
  var come = function () {
    document.querySelectorAll(".chosen").forEach(function (one) { one.classList.remove("chosen"); });
    var match = /^#([ab])-(.+)$/.exec(window.location.hash);
    if (!match) return;
    var id = decodeURIComponent(match[2]);
    twins(id).forEach(function (twin) { twin.classList.add("chosen"); });
    var target = document.getElementById(match[1] + "-" + id);
    var details = target && target.closest("details");
    if (details) details.open = true;
    if (match[1] === "a" && reel && getComputedStyle(reel).overflowY !== "visible") {
      var box = document.getElementById("b-" + id);
      if (!box) return;
      var inner = reel.getBoundingClientRect(), at = box.getBoundingClientRect();
      reel.scrollTop += at.top - inner.top - inner.height / 3;
    }
    if (target && target.matches("a")) target.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", come);
  come();
})();
