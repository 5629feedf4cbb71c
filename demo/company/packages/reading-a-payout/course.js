// A small course as authoring tools make them: it looks for the API of SCORM 1.2, and tells where its learner is.
var API = null;

function findAPI(win) {
  var tries = 0;
  while (win.API == null && win.parent != null && win.parent !== win && tries < 7) {
    tries += 1;
    win = win.parent;
  }
  return win.API;
}

var PAGES = [
  {
    title: "What a payout is",
    words:
      "<p>Once a day we send a customer what they have earned, less what went back. They see one amount on their bank statement, and ask us what it is made of.</p>",
  },
  {
    title: "A payout, line by line",
    words:
      "<table><tr><td>Payments</td><td>1,240.00</td></tr><tr><td>Fees</td><td>−29.80</td></tr><tr><td>Refund of an order</td><td>−90.00</td></tr><tr><td>Part of its fee</td><td>1.80</td></tr><tr><td>Paid out</td><td>1,122.00</td></tr></table><p>Read it from above. What is left at the end is what the bank shows.</p>",
  },
  {
    title: "Why is the payout smaller than the payments?",
    options: ["Fees and refunds are taken off it", "The bank takes its share", "Some payments are lost"],
    right: 0,
    reason: "Fees and refunds come off the next payout. The bank takes nothing of it.",
  },
  {
    title: "Which part of a fee stays with us after a refund?",
    options: ["All of it", "The fixed part", "None of it"],
    right: 1,
    reason: "The percentage goes back in proportion. The fixed part was charged for the first payment.",
  },
  {
    title: "When does a refund come off?",
    options: ["From the customer’s bank account", "From the invoice", "From the next payout"],
    right: 2,
    reason: "It comes off the next payout, and never off the bank account.",
  },
];
var state = { page: 0, answers: {} };

function element(id) {
  return document.getElementById(id);
}

function keep() {
  if (!API) return;
  API.LMSSetValue("cmi.core.lesson_location", String(state.page));
  API.LMSSetValue("cmi.suspend_data", JSON.stringify(state.answers));
  API.LMSSetValue("cmi.core.exit", "suspend");
  API.LMSCommit("");
}

function score() {
  var questions = PAGES.filter(function (page) { return page.options; });
  var right = PAGES.filter(function (page, place) { return page.options && state.answers[place] === page.right; });
  return Math.round((100 * right.length) / questions.length);
}

function finish() {
  if (!API) return;
  API.LMSSetValue("cmi.core.score.min", "0");
  API.LMSSetValue("cmi.core.score.max", "100");
  API.LMSSetValue("cmi.core.score.raw", String(score()));
  API.LMSSetValue("cmi.core.lesson_status", "completed");
  API.LMSFinish("");
}

function answer(place, chosen) {
  state.answers[place] = chosen;
  keep();
  element("reason").textContent = (chosen === PAGES[place].right ? "Right. " : "Not quite. ") + PAGES[place].reason;
  element("next").disabled = false;
}

function show(isFirst) {
  var page = PAGES[state.page];
  var form = element("answers");
  element("place").textContent = "Page " + (state.page + 1) + " of " + PAGES.length;
  element("title").textContent = page.title;
  element("words").innerHTML = page.words || "";
  element("reason").textContent = "";
  form.hidden = !page.options;
  form.replaceChildren();
  (page.options || []).forEach(function (text, number) {
    var label = document.createElement("label");
    var input = document.createElement("input");
    input.type = "radio";
    input.name = "answer";
    input.checked = state.answers[state.page] === number;
    input.onchange = function () { answer(state.page, number); };
    label.append(input, " " + text);
    form.append(label);
  });
  element("back").disabled = state.page === 0;
  element("next").disabled = Boolean(page.options) && !(state.page in state.answers);
  element("next").textContent = state.page === PAGES.length - 1 ? "Finish" : "Next";
  if (!isFirst) element("title").focus();
}

function move(by) {
  if (by > 0 && state.page === PAGES.length - 1) {
    finish();
    element("title").textContent = "You have " + score() + "% of the points";
    element("words").textContent = "You can close this now.";
    element("answers").hidden = true;
    element("reason").textContent = "";
    element("next").hidden = element("back").hidden = true;
    return;
  }
  state.page += by;
  keep();
  show(false);
}

API = findAPI(window);
if (API) {
  API.LMSInitialize("");
  state.page = Math.min(Number(API.LMSGetValue("cmi.core.lesson_location")) || 0, PAGES.length - 1);
  try {
    state.answers = JSON.parse(API.LMSGetValue("cmi.suspend_data") || "{}");
  } catch (error) {
    state.answers = {};
  }
}
element("next").onclick = function () { move(1); };
element("back").onclick = function () { move(-1); };
show(true);
