/* Charts: bars by Observable Plot, the icicle's layout by d3-hierarchy. Colours are the style sheet's, so that they follow the theme. */
(function () {
  "use strict";
  var PHASES = ["requested", "proposed", "approved", "adjusted", "revised", "executed", ""];
  var words = window.yosanWords;
  var language = function () { return document.documentElement.lang === "en" ? 1 : 0; };
  var word = function (key) { return words[key] ? words[key][language()] : key; };
  var caption = function (figure) {
    var text = "";
    figure.querySelector("figcaption").childNodes.forEach(function (node) {
      if (node.nodeType === Node.TEXT_NODE) text += node.textContent;
      else if (!node.classList.contains("t") || node.lang === document.documentElement.lang) text += node.textContent;
    });
    return text.trim();
  };
  var million = function (yen) { return (yen / 1e6).toLocaleString("en", { maximumFractionDigits: 6 }); };

  var finish = function (figure, chart) {
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", caption(figure));
    chart.querySelectorAll("[aria-label]").forEach(function (part) { part.removeAttribute("aria-label"); }); // an image has one name
    figure.querySelector(".plot").replaceChildren(chart);
  };

  var drawBudget = function (figure, data, width) {
    var series = Array.from(new Set(data.map(function (one) { return one.series; }))).sort(function (a, b) {
      var order = function (name) { return PHASES.indexOf(name.split(" ")[0]); };
      return order(a) - order(b) || a.localeCompare(b);
    });
    var years = Array.from(new Set(data.map(function (one) { return one.year; }))).sort(function (a, b) { return a - b; });
    var span = d3.range(years[0], years[years.length - 1] + 1);
    if (span.length > 40) span = years; // a stray year must not squeeze the others
    var wide = Math.min(width, Math.max(260, span.length * (series.length * 46 + 26) + 90));
    var every = Math.ceil(span.length / Math.max(1, Math.floor((wide - 80) / 44)));
    var says = function (one) {
      var phase = one.phase ? word("phase." + one.phase) : "";
      return one.year + " " + phase + " " + (one.bound ? "≤ " : "") + one.text;
    };
    /* Figures stand over their bars where each has room for its own. */
    var longest = d3.max(data, function (one) { return one.text.length + (one.bound ? 2 : 0); });
    var labelled = (wide - 80) * 0.78 / (span.length * series.length) >= 6.4 * longest;
    var color = function (one) { return "var(--p-" + (one.phase || "none") + ")"; };
    finish(figure, Plot.plot({
      width: wide, height: 280, marginLeft: 72, marginTop: 24, marginBottom: 34, marginRight: 8,
      fx: { domain: span, label: null, padding: 0.18, tickFormat: String,
        ticks: span.filter(function (_, number) { return number % every === 0; }) },
      x: { domain: series, axis: null, padding: 0.06 },
      y: { grid: true, label: null, nice: true, zero: true, tickFormat: million, ticks: 5 },
      marks: [
        Plot.barY(data.filter(function (one) { return !one.bound; }), { fx: "year", x: "series", y: "yen", fill: color, title: says }),
        Plot.barY(data.filter(function (one) { return one.bound; }), { fx: "year", x: "series", y: "yen", fill: "transparent",
          stroke: color, strokeDasharray: "4 3", insetLeft: 1, insetRight: 1, title: says }),
        labelled ? Plot.text(data, { fx: "year", x: "series", y: "yen", text: function (one) { return (one.bound ? "≤ " : "") + one.text; },
          lineAnchor: "bottom", dy: -4, fontSize: 11 }) : null,
        Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.6 })
      ]
    }));
  };

  var drawCohorts = function (figure, data, width) {
    var years = Array.from(new Set(data.map(function (one) { return one.year; }))).sort(function (a, b) { return a - b; });
    var wide = Math.min(width, Math.max(220, years.length * 56 + 60));
    finish(figure, Plot.plot({
      width: wide, height: 170, marginLeft: 34, marginTop: 22, marginBottom: 28, marginRight: 8,
      x: { domain: years, label: null, tickFormat: String, padding: 0.35 },
      y: { axis: null, label: null, zero: true },
      marks: [
        Plot.barY(data, { x: "year", y: "value", fill: "var(--count)", title: function (one) { return one.year + " " + one.value + one.unit; } }),
        Plot.text(data, Plot.stackY2({ x: "year", y: "value", text: function (one) { return one.value + one.unit; }, dy: -4,
          lineAnchor: "bottom", fontSize: 11 })),
        Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.6 })
      ]
    }));
  };

  var ROW = 22, LOWEST = 18, TINY = 11, SHORTEST = 150, TALL = 560, TALLEST = 1100; // pixels: lines of text, a figure
  var MANY = 40; // parts of a release, for which a screen is too low
  var drawIcicle = function (figure, data) {
    var target = figure.querySelector(".icicle");
    var root = d3.hierarchy({ parts: data }, function (one) {
      if (!one.parts) return null;
      return one.rest > 0 ? one.parts.concat([{ rest: true, yen: one.rest, text: one.restText }]) : one.parts;
    }).sum(function (one) { return one.parts ? 0 : one.yen; });
    /* As tall as the smallest amount needs to be read, within what one likes to look at. */
    var smallest = d3.min(root.leaves(), function (leaf) { return leaf.value; });
    var most = root.leaves().length > MANY ? TALLEST : TALL;
    var height = Math.max(SHORTEST, Math.min(most, ROW * root.value / smallest));
    d3.partition().size([height, root.height])(root);
    target.style.height = height + "px";
    target.replaceChildren();
    root.descendants().forEach(function (node) {
      if (!node.depth) return;
      var tall = node.x1 - node.x0, one = node.data;
      var box = document.createElement(one.rest === true ? "span" : "a");
      if (one.rest === true) box.className = "rest";
      else box.href = "#l-" + one.id;
      var says = (one.label ? one.label + " " : "") + one.text;
      box.title = says;
      box.dataset.depth = Math.min(node.depth, 5);
      box.style.top = 100 * node.x0 / height + "%";
      box.style.height = Math.max(1, tall - 1) + "px";
      box.style.left = 100 * (node.depth - 1) / root.height + "%";
      box.style.width = "calc(" + 100 / root.height + "% - 1px)";
      if (tall < LOWEST) box.classList.add("tiny");
      if (tall >= TINY) {
        var label = document.createElement("span"), value = document.createElement("b");
        label.lang = "ja";
        label.textContent = one.label || "";
        value.textContent = one.text;
        box.append(label, value);
      } else if (one.rest !== true) {
        box.setAttribute("aria-label", says);
      }
      target.append(box);
    });
  };

  var draw = { budget: drawBudget, cohorts: drawCohorts, icicle: drawIcicle };
  document.querySelectorAll("figure[data-chart]").forEach(function (figure) {
    var data = JSON.parse(figure.querySelector("script").textContent);
    var drawn = 0;
    var again = function (force) {
      var width = Math.floor(figure.clientWidth);
      if (!force && width === drawn) return;
      drawn = width;
      draw[figure.dataset.chart](figure, data, width);
    };
    again(true);
    if (figure.dataset.chart === "icicle") return; // its places are in percent
    new ResizeObserver(function () { again(false); }).observe(figure);
    document.addEventListener("yosan:language", function () { again(true); });
  });
})();
