/* The long lists: searched as one types, sorted by a heading, drawn a share at a time. */
(function () {
  "use strict";
  var FIRST = 100, MORE = 300, PATIENCE = 400;
  var table = document.getElementById("list");
  var rows = window.yosanRows, words = window.yosanWords;
  var kind = table.dataset.list;
  var body = table.tBodies[0];
  var input = document.getElementById("q"), found = document.getElementById("found"), more = document.getElementById("more");
  var PHASES = ["requested", "proposed", "approved", "adjusted", "revised", "executed"];
  var GRAVITY = ["balanced", "within_rounding", "partial", "unverifiable", "exceeds", "mismatch"];

  /* Full and half width, capitals, hiragana and katakana, spaces and brackets make no difference. */
  var fold = function (text) {
    return text.normalize("NFKC").toLowerCase()
      .replace(/[\u30a1-\u30f6]/g, function (char) { return String.fromCharCode(char.charCodeAt(0) - 0x60); })
      .replace(/[ \t()「」『』\[\]・]+/g, "");
  };
  var searched = { programs: [1, 2, 10], documents: [1, 2, 11] }[kind];
  var keys = rows.map(function (row) {
    return fold(searched.map(function (column) { return row[column] || ""; }).join("\n"));
  });

  var make = function (name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined && text !== null) element.textContent = text;
    return element;
  };
  var say = function (target, key) {
    var pair = words[key];
    if (!pair) { target.append(key); return target; }
    ["ja", "en"].forEach(function (lang, number) {
      var span = make("span", "t", pair[number]);
      span.lang = lang;
      target.append(span);
    });
    return target;
  };
  var fill = function (target, key, number) {
    var pair = words[key];
    ["ja", "en"].forEach(function (lang, index) {
      var span = make("span", "t", pair[index].replace("{}", number.toLocaleString("en")));
      span.lang = lang;
      target.append(span);
    });
  };
  var cell = function (text, className) { return make("td", className, text === null || text === undefined ? "—" : text); };
  var word = function (key, value) {
    var target = make("td");
    return value === null ? cell(null) : say(target, key + "." + value);
  };
  var tagged = function (key, value) {
    if (value === null) return cell(null);
    var target = make("td");
    target.append(say(make("span", "tag v-" + value), key + "." + value));
    return target;
  };
  var linked = function (folder, row) {
    var head = make("th"), link = make("a", "", row[1]);
    head.scope = "row";
    link.href = folder + "/" + encodeURIComponent(row[0]) + ".html";
    link.lang = "ja";
    head.append(link);
    return head;
  };
  var foreign = function (text) { var target = cell(text); target.lang = "ja"; return target; };
  var year = function (value) { return cell(value === null ? null : String(value)); };
  var draw = {
    programs: function (row) {
      var amount = cell(row[6], "r num");
      if (row[7] !== null) amount.title = "¥" + row[7].toLocaleString("en");
      return [linked("programs", row), foreign(row[2]), word("program_kind", row[3]), year(row[4]), word("phase", row[5]),
        amount, cell(row[8].toLocaleString("en"), "r num"), tagged("check_status", row[9])];
    },
    documents: function (row) {
      /* Cut, so that 100 % means all. */
      var share = row[9] ? (Math.floor(row[8] * 1000 / row[9]) / 10) + " %" : null;
      return [linked("documents", row), foreign(row[2]), year(row[3]), word("phase", row[4]), tagged("document_status", row[5]),
        cell(row[6], "r num"), cell(row[7].toLocaleString("en"), "r num"), cell(share, "r num"), tagged("check_status", row[10])];
    }
  }[kind];

  var shown = [], drawn = 0;
  var drawMore = function (number) {
    var share = document.createDocumentFragment();
    shown.slice(drawn, drawn + number).forEach(function (index) {
      var line = make("tr");
      line.append.apply(line, draw(rows[index]));
      share.append(line);
    });
    body.append(share);
    drawn = Math.min(shown.length, drawn + number);
    more.hidden = drawn >= shown.length;
  };

  var order = null, descending = false;
  var collator = new Intl.Collator("ja", { numeric: true });
  var rank = function (column, value) {
    if (value === null) return null;
    if (column === (kind === "programs" ? 9 : 10)) return GRAVITY.indexOf(value);
    if (column === (kind === "programs" ? 5 : 4)) return PHASES.indexOf(value);
    return value;
  };
  var valueOf = function (index) {
    var row = rows[index];
    if (kind === "documents" && order === 8) return row[9] ? row[8] / row[9] : null;
    return rank(order, row[order]);
  };
  var sort = function (indices) {
    if (order === null) return indices;
    var values = new Map(indices.map(function (index) { return [index, valueOf(index)]; }));
    return indices.sort(function (a, b) {
      var x = values.get(a), y = values.get(b);
      if (x === null || y === null) return (x === null) - (y === null) || a - b; // what is not stated comes last either way
      var before = typeof x === "number" ? x - y : collator.compare(x, y);
      return (descending ? -before : before) || a - b;
    });
  };
  var chosenKind = function () {
    var chosen = document.querySelector("input[name=kind]:checked");
    return chosen ? chosen.value : "";
  };
  var update = function () {
    var terms = input.value.split(/[\s\u3000]+/).map(fold).filter(Boolean);
    var only = chosenKind();
    var matching = [];
    for (var index = 0; index < rows.length; index += 1) {
      var key = keys[index];
      if (only && rows[index][3] !== only) continue;
      if (terms.every(function (term) { return key.includes(term); })) matching.push(index);
    }
    shown = sort(matching);
    drawn = 0;
    body.replaceChildren();
    drawMore(FIRST);
    found.replaceChildren();
    if (shown.length) {
      fill(found, "found", shown.length);
      if (shown.length !== rows.length) { found.append(" "); fill(found, "of_all", rows.length); }
    } else {
      say(found, "nothing_found");
    }
  };

  var timer = 0;
  input.addEventListener("input", function () {
    update();
    window.clearTimeout(timer);
    timer = window.setTimeout(function () {
      window.location.replace("#q=" + encodeURIComponent(input.value)); // going back to the list finds it as it was
    }, PATIENCE);
  });
  document.querySelectorAll("input[name=kind]").forEach(function (one) { one.addEventListener("change", update); });
  more.addEventListener("click", function () { drawMore(MORE); });
  table.tHead.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-sort]");
    if (!button) return;
    var column = Number(button.dataset.sort), head = button.closest("th");
    descending = order === column ? !descending : head.classList.contains("r");
    order = column;
    table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.setAttribute("aria-sort", "none"); });
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    update();
  });
  var asked = /^#q=(.*)$/.exec(window.location.hash);
  if (asked) {
    try { input.value = decodeURIComponent(asked[1]); } catch (error) { input.value = ""; } // an address cut short
  }
  update();
})();
