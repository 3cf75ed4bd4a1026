// Block Kit and Slack's markup as elements of the page. Whatever comes in is text, never markup of ours.

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const INLINE = new RegExp([
  "`(?<code>[^`\\n]+)`",
  "<(?<special>[^<>\\n]+)>",
  "(?<![\\w*])\\*(?=\\S)(?<bold>[^*\\n]*[^\\s*])\\*(?![\\w*])",
  "(?<![\\w_])_(?=\\S)(?<italic>[^_\\n]*[^\\s_])_(?![\\w_])",
  "(?<![\\w~])~(?=\\S)(?<struck>[^~\\n]*[^\\s~])~(?![\\w~])",
].join("|"), "g");

const unescaped = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// `about` knows the names of people (`name(id)`) and may follow a link itself (`follow(url)`).
export function mrkdwn(text, about) {
  const made = el("div", { className: "mrkdwn" });
  text.split("```").forEach((piece, index) => {
    if (index % 2) made.append(el("pre", {}, unescaped(piece.replace(/^\n|\n$/g, ""))));
    else paragraphs(piece, made, about);
  });
  return made;
}

function paragraphs(text, into, about) {
  let quote = null;
  text.split("\n").forEach((line, index) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append("\n");
      else into.append((quote = el("blockquote")));
      inline(quoted[1], quote, about);
      return;
    }
    if (index && !quote) into.append("\n");
    quote = null;
    inline(line, into, about);
  });
}

function inline(text, into, about) {
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    into.append(unescaped(text.slice(at, found.index)));
    at = found.index + found[0].length;
    into.append(styled(found.groups, about));
  }
  into.append(unescaped(text.slice(at)));
}

function styled({ code, special, bold, italic, struck }, about) {
  if (code !== undefined) return el("code", {}, unescaped(code));
  if (special !== undefined) return reference(special, about);
  const made = el(bold !== undefined ? "strong" : italic !== undefined ? "em" : "s");
  inline(bold ?? italic ?? struck, made, about);
  return made;
}

function reference(written, about) {
  const [target, label] = written.split("|", 2);
  if (target.startsWith("@")) return mention(`@${about.name(target.slice(1)) ?? label ?? target}`);
  if (target.startsWith("#")) return mention(`#${label ?? target.slice(1)}`);
  if (target.startsWith("!")) return mention(label ?? `@${target.slice(1)}`);
  return link(unescaped(target), unescaped(label ?? target), about);
}

const mention = (text) => el("span", { className: "mention" }, unescaped(text));

export function link(url, label, about) {
  if (!/^(https?:|mailto:)/i.test(url)) return document.createTextNode(label);
  const open = (event) => { if (about.follow(url)) event.preventDefault(); };
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url, onclick: open }, label);
}

function words(text, about) {
  return text.type === "mrkdwn" ? mrkdwn(text.text, about) : el("div", { className: "mrkdwn" }, text.text);
}

// `use(element, block, choice)` is called when somebody uses a control; `form`, in a modal, collects
// what the fields hold: block id → a function that reads it.
export function blocks(list, about, use, form = null) {
  const made = el("div", { className: "blocks" });
  for (const block of list) made.append((DRAWN[block.type] ?? unknown)(block, about, use, form));
  return made;
}

const DRAWN = {
  section(block, about, use, form) {
    const body = el("div");
    if (block.text) body.append(words(block.text, about));
    if (block.fields) body.append(el("div", { className: "fields" }, ...block.fields.map((one) => words(one, about))));
    const beside = block.accessory ? control(block.accessory, block, about, use, form) : null;
    return el("div", { className: "section" }, body, beside);
  },
  header: (block) => el("h3", {}, block.text.text),
  divider: () => el("hr"),
  context: (block, about) => el("div", { className: "context" }, ...block.elements.map((one) => words(one, about))),
  actions: (block, about, use, form) =>
    el("div", { className: "actions" }, ...block.elements.map((one) => control(one, block, about, use, form))),
  markdown: (block, about) => mrkdwn(fromMarkdown(block.text), about),
  image: (block) =>
    el("figure", {}, el("figcaption", {}, block.title?.text ?? ""), picture(block.slack_file?.id, block.alt_text)),
  input: field,
};
DRAWN.context_actions = DRAWN.actions;

// A file of the loopback Slack; a click shows it in its full size.
function picture(file, words) {
  const source = `/pictures/${encodeURIComponent(file ?? "")}`;
  const image = el("img", { src: source, alt: words, width: 1200, height: 800 });
  return el("a", { href: source, target: "_blank", rel: "noopener" }, image);
}

// The little Markdown that answers are streamed in: bold headings, lists, escaped signs.
const fromMarkdown = (text) =>
  text.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/^- /gm, "• ").replace(/\\([\\`*_~[\]#.])/g, "$1");

const unknown = (block, about) =>
  el("p", { className: "empty" }, about.words.not_shown.replace("TYPE", block.type));

const labelOf = (element, about) =>
  element.accessibility_label ?? element.text?.text ?? element.placeholder?.text ?? about.words.more;

function control(element, block, about, use, form) {
  return (CONTROLS[element.type] ?? unknown)(element, about, (choice) => use(element, block, choice), form);
}

const CONTROLS = {
  button(element, about, used) {
    const click = async () => {
      if (element.confirm && !(await about.confirm(element.confirm))) return;
      if (element.url && !about.follow(element.url)) window.open(element.url, "_blank", "noopener");
      used();
    };
    return el("button", { type: "button", className: element.style ?? "", onclick: click, "aria-label": labelOf(element, about) }, element.text.text);
  },
  overflow(element, about, used) {
    const drop = el("details", { className: "drop" }, el("summary", { "aria-label": about.words.more }, "⋯"));
    const choices = element.options.map((option) =>
      el("button", { type: "button", onclick: () => { drop.open = false; used(option.value); } }, option.text.text));
    drop.append(el("div", { className: "menu" }, ...choices));
    return drop;
  },
  static_select: (element, about, used) => select(element, about, used),
  datepicker: (element, about, used) =>
    el("input", { type: "date", value: element.initial_date ?? "", "aria-label": labelOf(element, about), onchange: (event) => used(event.target.value) }),
  feedback_buttons(element, about, used) {
    const pair = ["positive", "negative"].map((kind) => {
      const said = element[`${kind}_button`];
      const pressed = (event) => {
        pair.forEach((one) => one.setAttribute("aria-pressed", String(one === event.currentTarget)));
        used(kind);
      };
      return el("button", { type: "button", className: "thumb", "aria-pressed": "false", onclick: pressed },
        `${kind === "positive" ? "👍" : "👎"} ${said.text.text}`);
    });
    return el("span", { className: "actions" }, ...pair);
  },
};

function select(element, about, used) {
  const chosen = element.initial_option?.value ?? "";
  const empty = el("option", { value: "" }, element.placeholder?.text ?? about.words.choose);
  const listed = (options) => options.map((one) => el("option", { value: one.value }, one.text.text));
  const groups = (element.option_groups ?? []).map((group) => el("optgroup", { label: group.label.text }, ...listed(group.options)));
  const made = el("select", { "aria-label": labelOf(element, about) }, empty, ...listed(element.options ?? []), ...groups);
  made.value = chosen;
  made.addEventListener("change", () => used(made.value));
  return made;
}

// A field of a form: a label, the element to fill in, a hint, and where its error shows.
function field(block, about, use, form) {
  const id = `field-${block.block_id}`;
  const drawn = (FIELDS[block.element.type] ?? unreadable)(block.element, about, id);
  form.set(block.block_id, drawn.read);
  const optional = block.optional ? el("small", {}, ` ${about.words.optional}`) : null;
  const label = drawn.group
    ? el("div", { className: "label", id: `${id}-label` }, block.label.text, optional)
    : el("label", { htmlFor: id }, block.label.text, optional);
  const hint = block.hint ? el("small", {}, block.hint.text) : null;
  const error = el("p", { className: "error", id: `${id}-error`, role: "alert", hidden: true });
  const made = el("div", { className: "field" }, label, drawn.node, error, hint);
  made.dataset.block = block.block_id;
  return made;
}

const unreadable = (element, about) => ({ node: unknown(element, about), read: () => null, group: true });

const typed = (properties) => (element, about, id) => {
  const shared = { id, value: element.initial_value ?? "", placeholder: element.placeholder?.text ?? "", "aria-describedby": `${id}-error` };
  const node = el(element.multiline ? "textarea" : "input", { ...shared, ...properties(element) });
  return { node, read: () => node.value || null };
};

const FIELDS = {
  plain_text_input: typed((element) => (element.multiline ? { rows: 4, maxLength: element.max_length ?? 3000 } : { type: "text", maxLength: element.max_length ?? 3000 })),
  number_input: typed((element) => ({ type: "number", step: element.is_decimal_allowed ? "any" : "1", min: element.min_value ?? "" })),
  datepicker(element, about, id) {
    const node = el("input", { id, type: "date", value: element.initial_date ?? "", "aria-describedby": `${id}-error` });
    return { node, read: () => node.value || null };
  },
  static_select(element, about, id) {
    const node = select(element, about, () => {});
    node.id = id;
    node.removeAttribute("aria-label");
    return { node, read: () => node.value || null };
  },
  users_select(element, about, id) {
    const people = about.people.map((one) => ({ value: one.id, text: { text: one.name } }));
    const initial = people.find((one) => one.value === element.initial_user);
    return FIELDS.static_select({ ...element, options: people, initial_option: initial }, about, id);
  },
  checkboxes: (element, about, id) => choices(element, id, "checkbox", element.initial_options ?? []),
  multi_static_select: (element, about, id) => choices(element, id, "checkbox", element.initial_options ?? []),
  radio_buttons(element, about, id) {
    const drawn = choices(element, id, "radio", element.initial_option ? [element.initial_option] : []);
    return { ...drawn, read: () => drawn.read()[0] ?? null };
  },
  external_select: searched,
};

// Things to tick: several, or one of them.
function choices(element, id, type, initial) {
  const ticked = initial.map((option) => option.value);
  const boxes = element.options.map((option) => el("input", { type, name: id, value: option.value, checked: ticked.includes(option.value) }));
  const labels = element.options.map((option, index) =>
    el("label", { className: "choice", title: option.description?.text ?? "" }, boxes[index], option.text.text));
  const node = el("div", { role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": `${id}-label` }, ...labels);
  return { node, group: true, read: () => boxes.filter((box) => box.checked).map((box) => box.value) };
}

// A menu that the app fills while somebody types: arrow keys, Enter and Escape work as in a list.
function searched(element, about, id) {
  let chosen = element.initial_option ?? null;
  let offered = [];
  let marked = -1;
  let asked = 0;
  const input = el("input", { id, type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-describedby": `${id}-error`, placeholder: element.placeholder?.text ?? "", value: chosen?.text.text ?? "" });
  const list = el("div", { id: `${id}-list`, role: "listbox", hidden: true });
  const show = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); };
  const choose = (option) => { chosen = option; input.value = option.text.text; show(false); };
  const mark = (index) => {
    marked = index;
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
    list.children[index]?.scrollIntoView({ block: "nearest" });
    if (list.children[index]?.id) input.setAttribute("aria-activedescendant", list.children[index].id);
  };
  const look = async () => {
    const turn = ++asked;
    const found = await about.search(element, input.value.trim());
    if (turn !== asked || document.activeElement !== input) return;
    offered = found;
    list.replaceChildren(...found.map((option, at) =>
      el("div", { role: "option", id: `${id}-option-${at}`, onmousedown: (event) => { event.preventDefault(); choose(option); } }, option.text.text)));
    if (!found.length) list.append(el("p", { className: "nothing" }, about.words.nothing_found));
    show(true);
    mark(found.length ? 0 : -1);
  };
  const keys = {
    ArrowDown: () => (list.hidden ? look() : mark(Math.min(marked + 1, offered.length - 1))),
    ArrowUp: () => mark(Math.max(marked - 1, 0)),
    Enter: () => { if (!list.hidden && offered[marked]) choose(offered[marked]); },
    Escape: () => show(false),
  };
  input.addEventListener("focus", () => { input.select(); look(); });
  input.addEventListener("input", () => { chosen = null; look(); });
  input.addEventListener("blur", () => { show(false); input.value = chosen?.text.text ?? ""; });
  input.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || (event.key === "Escape" && list.hidden)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  return { node: el("div", { className: "search" }, input, list), read: () => chosen };
}
