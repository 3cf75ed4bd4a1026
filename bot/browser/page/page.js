// The page: who you are, where you are, what you see there, and what you do. The server knows the rest.

import { blocks, el, mrkdwn } from "./blockkit.js";

const $ = (id) => document.getElementById(id);
const now = { me: null, place: null, tab: "messages", thread: null, screen: null, source: null };
const drawn = { home: null, modal: null, newest: null, nodes: new Map(), read: new Map() };
let known;

const words = () => known.words[now.person.language];
const personOf = (id) => known.people.find((one) => one.id === id) ?? known.strangers.find((one) => one.id === id);
const inApp = () => now.place === null || now.place === now.screen?.app.id;

// ── What the page asks of the server ─────────────────────────────────────────────────────────────

const deed = (what, more = {}) =>
  post("deeds", { do: what, place: now.place ?? now.screen?.app.id ?? "", ...more });

async function post(path, said) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: now.me, ...said }),
    });
    const answered = await answer.json();
    trouble(answer.ok ? null : answered.why);
    return answer.ok ? answered : null;
  } catch {
    trouble(words().lost);
    return null;
  }
}

function trouble(text) {
  $("trouble").textContent = text ?? "";
  $("trouble").hidden = !text;
}

function watch() {
  now.source?.close();
  const place = now.place ? `&place=${encodeURIComponent(now.place)}` : "";
  now.source = new EventSource(`screen?as=${encodeURIComponent(now.me)}${place}`);
  now.source.onmessage = (event) => { now.screen = JSON.parse(event.data); trouble(null); draw(); };
  now.source.onerror = () => trouble(words().lost);
}

// ── Going somewhere ──────────────────────────────────────────────────────────────────────────────

function go({ me = now.me, place = null, tab = "messages" }) {
  const sameScreen = me === now.me && place === now.place && now.screen;
  Object.assign(now, { me, place, tab, thread: null, person: personOf(me) });
  history.replaceState(null, "", `#${[me, place ?? "app", tab].join("/")}`);
  document.documentElement.lang = now.person.language;
  $("sidebar").classList.remove("shown");
  if (sameScreen) draw();
  else forget();
  if (place === null) deed("open", { tab, place: "" });
}

function forget() {
  Object.assign(drawn, { home: null, modal: null, newest: null, nodes: new Map() });
  now.screen = null;
  $("stream").replaceChildren(el("p", { className: "empty" }, words().loading));
  $("home").replaceChildren();
  label();
  watch();
}

function arrive() {
  const [me, place, tab] = decodeURIComponent(location.hash.slice(1)).split("/");
  const person = known.people.find((one) => one.id === me || one.handle === me) ?? known.people[0];
  go({ me: person.id, place: place && place !== "app" ? place : null, tab: tab || "messages" });
}

// A link to a message of this workspace is followed here; others open in a tab of their own.
function follow(url) {
  const found = /^http:\/\/127\.0\.0\.1:\d+\/archives\/(\w+)\/p(\d{10})(\d{6})/.exec(url);
  if (!found) return false;
  go({ place: found[1] === now.screen.app.id ? null : found[1] });
  drawn.wanted = `${found[2]}.${found[3]}`;
  return true;
}

// ── Drawing ──────────────────────────────────────────────────────────────────────────────────────

function label() {
  const said = words();
  const texts = { invented: "all_invented", "who-label": "you_are", "apps-label": "apps", "channels-label": "channels", "tab-home": "home", "tab-messages": "messages", send: "send" };
  for (const [id, word] of Object.entries(texts)) $(id).textContent = said[word];
  $("who").replaceChildren(...known.people.map((one) => el("option", { value: one.id }, `${one.name} · ${one.role}`)));
  $("who").value = now.me;
  $("role").textContent = now.person.role;
  $("help").setAttribute("aria-label", said.try);
  $("show-sidebar").setAttribute("aria-label", said.menu);
  $("shortcuts").firstElementChild.setAttribute("aria-label", said.shortcuts);
  $("shortcuts").firstElementChild.title = said.shortcuts;
  drawShortcuts();
  drawGuide();
}

function draw() {
  drawPlaces();
  drawTop();
  const home = inApp() && now.tab === "home";
  $("home").hidden = !home;
  $("stream").hidden = $("composer").hidden = home;
  if (home) drawHome();
  else { drawComposer(); drawStream(); }
  drawModal();
}

function drawPlaces() {
  const entry = (id, name, mark, latest, place) => {
    const current = place === null ? inApp() : now.place === place;
    if (!drawn.read.has(now.me + id) || (current && now.tab !== "home")) drawn.read.set(now.me + id, latest);
    const unread = latest > drawn.read.get(now.me + id);
    const button = el("button", { type: "button", className: unread ? "unread" : "", "aria-current": String(current), onclick: () => go({ place }) },
      el("span", { "aria-hidden": "true" }, mark), el("span", {}, name));
    return el("li", {}, button);
  };
  const { app, places } = now.screen;
  reuse($("apps"), [entry(app.id, "Cairn", "▲", app.latest, null)]);
  reuse($("channels"), places.map((one) => entry(one.id, one.name, one.shared ? "⇄" : "#", one.latest, one.id)));
}

// Puts new entries in place of old ones without taking the focus from the one in the same position.
function reuse(list, entries) {
  const focused = [...list.children].findIndex((one) => one.contains(document.activeElement));
  list.replaceChildren(...entries);
  if (focused >= 0) entries[focused]?.firstElementChild.focus();
}

function drawTop() {
  const room = now.screen.places.find((one) => one.id === now.place);
  $("title").textContent = room ? `# ${room.name}` : "Cairn";
  $("tabs").hidden = Boolean(room);
  $("tab-home").setAttribute("aria-selected", String(now.tab === "home"));
  $("tab-messages").setAttribute("aria-selected", String(now.tab !== "home"));
  const readers = room ? words().readers.replace("PEOPLE", room.people.join(", ")) : "";
  $("readers").textContent = room?.shared ? `${words().shared}. ${readers}` : readers;
  $("readers").title = $("readers").textContent;
}

const about = {
  get words() { return words(); },
  get people() { return known.people; },
  name: (id) => (id === known.app ? "Cairn" : personOf(id)?.name),
  follow,
  confirm: ask,
  search: async (element, typed) => (await deed("search", { action_id: element.action_id, typed }))?.options ?? [],
};

function drawHome() {
  const view = now.screen.home;
  if (!view) return $("home").replaceChildren(el("p", { className: "empty" }, words().no_home));
  if (drawn.home === view.hash) return undefined;
  drawn.home = view.hash;
  const use = (element, block, choose) => deed("click_at_home", { action_id: element.action_id, value: element.value, choose });
  return $("home").replaceChildren(blocks(view.blocks, about, use));
}

function drawStream() {
  const { messages, status } = now.screen;
  const roots = messages.filter((one) => !isReply(one, messages));
  const nodes = [];
  let day = null;
  for (const root of roots) {
    const its = dayOf(root.ts);
    if (its !== day) nodes.push(kept(`day ${its}`, its, () => el("div", { className: "day" }, its)));
    day = its;
    nodes.push(threadNode(root, messages, status[root.ts]));
  }
  if (!nodes.length) nodes.push(emptyNode());
  arrange($("stream"), nodes);
  scroll(messages);
}

const isReply = (message, messages) =>
  message.thread_ts && message.thread_ts !== message.ts && messages.some((one) => one.ts === message.thread_ts);

function threadNode(root, messages, status) {
  const made = kept(`thread ${root.ts}`, "", () => el("div", { className: "thread" }, el("div"), el("div", { className: "replies" }), el("div")));
  const replies = messages.filter((one) => one !== root && one.thread_ts === root.ts);
  const inside = replies.map(messageNode);
  if (status) inside.push(kept(`status ${root.ts}`, status, () => el("p", { className: "thinking" }, `Cairn ${status}`)));
  arrange(made.children[0], [messageNode(root)]);
  arrange(made.children[1], inside);
  made.children[1].hidden = !inside.length;
  arrange(made.children[2], replies.length ? [kept(`reply ${root.ts}`, words().reply, () => el("button", { type: "button", className: "plain reply", onclick: () => replyTo(root.ts) }, words().reply))] : []);
  return made;
}

function messageNode(message) {
  return kept(`message ${message.ts} ${message.whispered}`, JSON.stringify(message), () => {
    const author = message.by_app ? { name: "Cairn" } : personOf(message.user) ?? { name: message.user };
    const use = (element, block, choose) => deed("click", { ts: message.ts, action_id: element.action_id, value: element.value, choose });
    const body = message.blocks?.length ? blocks(message.blocks, about, use) : mrkdwn(message.text, about);
    const byline = el("div", { className: "byline" }, el("strong", {}, author.name),
      message.by_app ? el("span", { className: "badge" }, words().app) : null,
      el("small", {}, clock(message.ts)), message.edited && !message.by_app ? el("small", {}, words().edited) : null);
    const made = el("article", { className: `message${message.whispered ? " whispered" : ""}` },
      el("div", { className: `avatar ${message.by_app ? "app" : `c${hue(message.user)}`}`, "aria-hidden": "true" }, message.by_app ? "▲" : initials(author.name)),
      byline, body, message.whispered ? el("p", { className: "note" }, words().only_you) : null,
      message.whispered ? null : tools(message));
    made.id = `m${message.ts}`;
    return made;
  });
}

function tools(message) {
  const root = message.thread_ts ?? message.ts;
  const { callback_id, name } = known.message_shortcut;
  const save = () => { drop.open = false; deed("message_shortcut", { callback_id, ts: message.ts }); };
  const drop = el("details", { className: "drop" }, el("summary", { "aria-label": words().more, title: words().more }, "⋯"),
    el("div", { className: "menu" }, el("button", { type: "button", onclick: save }, name)));
  const reply = el("button", { type: "button", onclick: () => replyTo(root) }, words().reply);
  return el("div", { className: "tools" }, reply, drop);
}

function emptyNode() {
  const questions = known.questions[now.person.language];
  return kept("empty", inApp() ? now.person.language : now.place, () => (inApp()
    ? el("div", { className: "empty" }, el("p", {}, `${words().try}:`), el("ul", {}, ...questions.map((one) => el("li", {}, chip(one)))))
    : el("p", { className: "empty" }, words().nothing_yet)));
}

// A node that was drawn from the same words is used again, so that focus and open menus stay.
function kept(key, from, make) {
  const before = drawn.nodes.get(key);
  if (before?.from === from) return before.node;
  const node = make();
  drawn.nodes.set(key, { from, node });
  return node;
}

function arrange(parent, nodes) {
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
}

function scroll(messages) {
  const wanted = drawn.wanted && $(`m${drawn.wanted}`);
  if (wanted) {
    drawn.wanted = null;
    wanted.classList.add("lit");
    return wanted.scrollIntoView({ block: "center" });
  }
  const newest = messages.at(-1)?.ts;
  if (!newest || newest === drawn.newest) return undefined;
  const first = drawn.newest === null;
  drawn.newest = newest;
  const node = $(`m${newest}`);
  const tall = node.offsetHeight > $("stream").clientHeight;
  if (first && !tall) return $("stream").scrollTo(0, $("stream").scrollHeight);
  return node.scrollIntoView({ block: tall ? "start" : "nearest" });
}

function drawComposer() {
  const room = now.screen.places.find((one) => one.id === now.place);
  const root = now.thread && now.screen.messages.find((one) => one.ts === now.thread);
  $("target").hidden = !root;
  if (root) {
    $("target").children[0].textContent = `${words().in_thread}: ${root.text.replace(/<@\w+>\s*/g, "").slice(0, 80)}`;
    $("target").children[1].textContent = inApp() ? words().new_thread : `✕ ${words().close}`;
  }
  const placeholder = root ? words().write_in_thread : room ? words().write_in.replace("CHANNEL", room.name) : words().ask_app;
  $("text").placeholder = placeholder;
  $("text").setAttribute("aria-label", placeholder);
  arrange($("prompts"), promptNodes(room, root));
}

function promptNodes(room, root) {
  if (room) return [kept(`at ${room.id}`, "", () => el("button", { type: "button", onclick: mentionApp }, "@Cairn"))];
  const found = now.screen.prompts;
  if (root || !found) return [];
  return [kept("prompts", JSON.stringify(found), () => el("div", {}, el("small", {}, found.prompts_title ?? ""),
    el("div", { className: "actions" }, ...found.prompts.map((one) => chip(one.message, one.title)), dayButton())))];
}

function dayButton() {
  const start = async () => {
    if (!inApp()) go({});
    const sent = await post("morning", {});
    if (sent?.nudges === 0) trouble(words().no_nudges);
  };
  return el("button", { type: "button", className: "day-button", title: words().start_day_means, onclick: start }, `☀ ${words().start_day}`);
}

function chip(message, title = message) {
  const button = el("button", { type: "button", title: message, onclick: () => { if (!inApp()) go({}); say(message); } }, title);
  return button;
}

function drawShortcuts() {
  const menu = $("shortcuts").lastElementChild;
  menu.replaceChildren(...known.shortcuts.map(({ callback_id, name }) =>
    el("button", { type: "button", onclick: () => { $("shortcuts").open = false; deed("shortcut", { callback_id }); } }, name)));
}

function drawGuide() {
  const close = el("button", { type: "button", className: "plain", "aria-label": words().close, onclick: toggleGuide }, "✕");
  $("guide").replaceChildren(
    el("header", {}, el("h2", {}, words().try), close),
    el("ul", {}, ...known.questions[now.person.language].map((one) => el("li", {}, chip(one)))),
    dayButton(),
    el("ul", {}, ...known.hints[now.person.language].map((one) => el("li", { className: "hint" }, mrkdwn(one.said, about)))));
}

// ── Forms ────────────────────────────────────────────────────────────────────────────────────────

function drawModal() {
  const view = now.screen.modal;
  if (!view) {
    drawn.modal = null;
    return $("modal").close();
  }
  if (drawn.modal === view.hash) return undefined;
  drawn.modal = view.hash;
  const form = new Map();
  const answers = () => Object.fromEntries([...form].map(([id, read]) => [id, read()]));
  const use = (element, block, choose) => deed("click_in_modal", { action_id: element.action_id, value: element.value, choose, answers: answers() });
  const made = el("form", { noValidate: true, onsubmit: (event) => { event.preventDefault(); submit(event.target, answers()); } },
    el("header", {}, el("h2", {}, view.title.text), el("button", { type: "button", className: "plain", "aria-label": words().close, onclick: shut }, "✕")),
    blocks(view.blocks, about, use, form),
    el("footer", {}, el("button", { type: "button", onclick: shut }, view.close?.text ?? words().cancel),
      view.submit ? el("button", { type: "submit", className: "primary" }, view.submit.text) : null));
  $("modal").replaceChildren(made);
  $("modal").setAttribute("aria-label", view.title.text);
  return $("modal").open || $("modal").showModal();
}

const shut = () => deed("close");

async function submit(form, answers) {
  const button = form.querySelector("footer .primary");
  button.disabled = true;
  const said = await deed("submit", { answers });
  button.disabled = false;
  if (said) mark(form, { ...said.errors, ...Object.fromEntries(said.empty.map((id) => [id, words().needed])) });
}

function mark(form, errors) {
  for (const field of form.querySelectorAll(".field")) {
    const error = errors[field.dataset.block];
    field.classList.toggle("wrong", Boolean(error));
    field.querySelector(".error").textContent = error ?? "";
    field.querySelector(".error").hidden = !error;
    field.querySelector("input, select, textarea")?.setAttribute("aria-invalid", String(Boolean(error)));
  }
  form.querySelector(".field.wrong")?.querySelector("input, select, textarea")?.focus();
}

function ask(question) {
  const text = (one) => (one.type === "mrkdwn" ? mrkdwn(one.text, about) : el("p", {}, one.text));
  return new Promise((resolve) => {
    const answer = (yes) => () => { $("confirm").close(); resolve(yes); };
    $("confirm").replaceChildren(el("div", {}, el("header", {}, el("h2", {}, question.title.text)),
      el("div", { className: "blocks" }, text(question.text)),
      el("footer", {}, el("button", { type: "button", onclick: answer(false) }, question.deny.text),
        el("button", { type: "button", className: question.style ?? "primary", onclick: answer(true) }, question.confirm.text))));
    $("confirm").oncancel = answer(false);
    $("confirm").showModal();
  });
}

// ── Saying something ─────────────────────────────────────────────────────────────────────────────

async function say(text) {
  if (!text.trim() || !now.me) return;
  const started = now.thread;
  const said = await deed("say", { text, thread: started });
  if (said?.unknown_command) trouble(words().unknown_command.replace("COMMAND", said.unknown_command));
  if (said?.ts && inApp() && !started) now.thread = said.ts;
  if (said && now.screen) drawComposer();
}

function replyTo(root) {
  now.thread = root;
  if (!inApp()) mentionApp();
  drawComposer();
  $("text").focus();
}

function mentionApp() {
  if (!$("text").value.includes("@Cairn")) $("text").value = `@Cairn ${$("text").value}`;
  $("text").focus();
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${$("text").scrollHeight + 2}px`;
}

async function send() {
  const text = $("text").value;
  $("text").value = "";
  grow();
  await say(text);
}

function toggleGuide() {
  $("guide").hidden = !$("guide").hidden;
  $("help").setAttribute("aria-expanded", String(!$("guide").hidden));
}

// ── Small things ─────────────────────────────────────────────────────────────────────────────────

const moment = (ts) => new Date(Number(ts) * 1000);
const clock = (ts) => moment(ts).toLocaleTimeString(now.person.locale, { hour: "2-digit", minute: "2-digit" });
const initials = (name) => (/^[\u4e00-\u9fff]/.test(name) ? name.slice(0, 1) : name.split(/\s+/).slice(0, 2).map((one) => one[0]).join(""));
const hue = (id) => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;

function dayOf(ts) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - moment(ts).setHours(0, 0, 0, 0)) / 86400000);
  if (days < 2) return days < 1 ? words().today : words().yesterday;
  return moment(ts).toLocaleDateString(now.person.locale, { weekday: "long", day: "numeric", month: "long" });
}

function listen() {
  $("who").addEventListener("change", () => go({ me: $("who").value }));
  $("tab-home").addEventListener("click", () => go({ tab: "home" }));
  $("tab-messages").addEventListener("click", () => go({}));
  $("help").addEventListener("click", toggleGuide);
  $("show-sidebar").addEventListener("click", () => $("show-sidebar").setAttribute("aria-expanded", String($("sidebar").classList.toggle("shown"))));
  $("target").children[1].addEventListener("click", () => { now.thread = null; drawComposer(); $("text").focus(); });
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  $("text").addEventListener("input", grow);
  $("text").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  $("modal").addEventListener("cancel", (event) => { event.preventDefault(); shut(); });
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
  });
  addEventListener("hashchange", arrive);
}

known = await (await fetch("workspace")).json();
listen();
arrive();
