// The page at /graphql: editor, variables, sign-in, examples, answers. Loads nothing from anywhere else.
import { Docs } from "/graphql/ide/docs.js";

const by = (id) => document.getElementById(id);
const SAVED = "pult.ide";
const GRAPHQL = /(#[^\n]*)|("""[\s\S]*?"""|"(?:\\.|[^"\\\n])*")|(\$\w+)|(@\w+|\b(?:query|mutation|subscription|fragment|on|true|false|null)\b)|(-?\b\d[\d.eE+-]*)|([A-Za-z_]\w*)/g;
const JSON_TEXT = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\b\d[\d.eE+-]*)/g;
const LONGEST_SHINED = 400_000;
const START = "# Войдите слева под одной из учётных записей и нажмите Ctrl+Enter.\nquery Start {\n  __typename\n}\n";

const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
const paint = (text, pattern, classOf) => {
  let painted = "", end = 0;
  for (const match of text.matchAll(pattern)) {
    painted += escape(text.slice(end, match.index)) + classOf(match);
    end = match.index + match[0].length;
  }
  return painted + escape(text.slice(end));
};
const span = (name, text) => `<span class="${name}">${escape(text)}</span>`;
const paintGraphQL = (text) =>
  paint(text, GRAPHQL, ([all, comment, string, variable, keyword, number]) =>
    comment ? span("c", all) : string ? span("s", all) : variable ? span("v", all) : keyword ? span("k", all) : number ? span("d", all) : span("n", all));
const paintJson = (text) =>
  text.length > LONGEST_SHINED ? escape(text) : paint(text, JSON_TEXT, ([all, string, colon, word]) =>
    string ? (colon ? span("n", string) + colon : span("s", string)) : word ? span("k", all) : span("d", all));

class Editor {
  constructor(area, painter) {
    this.area = area;
    this.painter = painter;
    const frame = area.closest(".editor");
    this.shine = frame.querySelector(".shine");
    this.gutter = frame.querySelector(".gutter");
    area.addEventListener("input", () => this.draw());
    area.addEventListener("scroll", () => this.follow());
    area.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["click", "keyup"]) area.addEventListener(name, () => this.number());
  }

  get text() { return this.area.value; }
  set text(value) { this.area.value = value; this.area.scrollTop = 0; this.draw(); }

  draw() {
    this.shine.innerHTML = `${this.painter(this.text)}\n`;
    this.number();
    this.follow();
    this.area.dispatchEvent(new Event("changed"));
  }

  number() {
    const here = this.text.slice(0, this.area.selectionStart).split("\n").length;
    const lines = this.text.split("\n").map((_, index) => (index + 1 === here ? `<span class="here">${index + 1}</span>` : index + 1));
    this.gutter.innerHTML = lines.join("\n");
  }

  follow() {
    this.shine.scrollTop = this.gutter.scrollTop = this.area.scrollTop;
    this.shine.scrollLeft = this.area.scrollLeft;
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const { selectionStart: start, selectionEnd: end } = this.area;
    if (event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.area.setRangeText("  ", start, end, "end");
    } else if (event.key === "Enter") {
      event.preventDefault();
      const before = this.text.slice(0, start);
      const indent = /(?:^|\n)([ \t]*)[^\n]*$/.exec(before)[1];
      const opened = /[{([]\s*$/.test(before);
      const closes = opened && /^\s*[})\]]/.test(this.text.slice(end));
      this.area.setRangeText(`\n${indent}${opened ? "  " : ""}`, start, end, "end");
      if (closes) {
        const caret = this.area.selectionStart;
        this.area.setRangeText(`\n${indent}`, caret, caret, "start");
      }
    } else return;
    this.draw();
  }
}

const query = new Editor(by("query"), paintGraphQL);
const variables = new Editor(by("variables"), paintJson);
const session = { token: null, refresh: null, login: null };
const remembered = () => { try { return JSON.parse(sessionStorage.getItem(SAVED)) ?? {}; } catch { return {}; } };
const remember = () => sessionStorage.setItem(SAVED, JSON.stringify({ ...session, query: query.text, variables: variables.text }));

async function post(path, form) {
  const response = await fetch(path, { method: "POST", body: new URLSearchParams(form) });
  return { response, answer: response.headers.get("content-type")?.includes("json") ? await response.json() : null };
}

function enter(token, refresh, login) {
  Object.assign(session, { token, refresh, login });
  by("who").textContent = token ? `Вы вошли: ${login ?? "по токену"}` : "Вход не выполнен";
  by("who").classList.toggle("in", Boolean(token));
  by("leave").hidden = !token;
  for (const card of document.querySelectorAll("#demo-list .card")) card.classList.toggle("chosen", Boolean(token) && card.dataset.login === login);
  remember();
}

async function signIn(username, password) {
  const { response, answer } = await post("/auth/token", { grant_type: "password", username, password });
  const failed = by("login-error");
  failed.hidden = response.ok;
  if (response.ok) {
    enter(answer.access_token, answer.refresh_token, username);
    return;
  }
  const wait = response.headers.get("retry-after");
  failed.textContent = wait ? `Слишком много попыток. Повторите через ${wait} с.` : "Неверный логин или пароль.";
}

async function renew() {
  if (!session.refresh) return false;
  const { response, answer } = await post("/auth/token", { grant_type: "refresh_token", refresh_token: session.refresh });
  if (response.ok) enter(answer.access_token, answer.refresh_token, session.login);
  else enter(null, null, null);
  return response.ok;
}

async function send(body) {
  const headers = { "Accept-Language": document.documentElement.lang, "Content-Type": "application/json", Accept: "application/graphql-response+json, application/json;q=0.9" };
  if (session.token) headers.Authorization = `Bearer ${session.token}`;
  return fetch("/graphql", { method: "POST", headers, body: JSON.stringify(body) });
}

async function ask(body) {
  let response = await send(body);
  if (response.status === 401 && (await renew())) response = await send(body);
  const text = await response.text();
  try { return { response, text, answer: JSON.parse(text) }; } catch { return { response, text, answer: null }; }
}

const operations = () => [...query.text.replace(/#[^\n]*/g, (comment) => " ".repeat(comment.length)).matchAll(/\b(?:query|mutation|subscription)\s+(\w+)/g)];
function listOperations() {
  const names = operations().map(([, name]) => name);
  const select = by("operation");
  const chosen = select.value;
  select.replaceChildren(...names.map((name) => new Option(name, name, false, name === chosen)));
  select.hidden = names.length < 2;
}
function operationAtCaret() {
  const before = operations().filter(({ index }) => index <= query.area.selectionStart);
  if (before.length) by("operation").value = before.at(-1)[1];
}

function readVariables() {
  const text = variables.text.trim();
  by("variables-error").textContent = "";
  if (!text) return {};
  try { return JSON.parse(text); } catch (error) {
    by("variables-error").textContent = `Это не JSON: ${error.message}`;
    return null;
  }
}

async function run() {
  const given = readVariables();
  if (given === null) return variables.area.focus();
  const several = !by("operation").hidden;
  const body = { query: query.text, variables: given, ...(several && { operationName: by("operation").value }) };
  const status = by("status");
  by("run").disabled = true;
  status.className = "status";
  status.textContent = "Выполняется…";
  const started = performance.now();
  try {
    const { response, text, answer } = await ask(body);
    const took = Math.round(performance.now() - started);
    const errors = answer?.errors?.length ?? 0;
    status.textContent = `${response.status} · ${took} мс · ${(text.length / 1024).toFixed(1)} КБ${errors ? ` · ошибок: ${errors}` : ""}`;
    status.classList.add(response.ok && !errors ? "good" : "bad");
    status.title = `X-Request-Id: ${response.headers.get("x-request-id")}`;
    by("response").innerHTML = paintJson(answer ? JSON.stringify(answer, null, 2) : text);
    by("copy").hidden = false;
  } catch {
    status.textContent = "Сервер не отвечает";
    status.classList.add("bad");
  } finally {
    by("run").disabled = false;
    remember();
  }
}

const docs = new Docs({ search: by("docs-search"), path: by("docs-path"), body: by("docs-body"), ask });
function openTab(tab) {
  for (const other of document.querySelectorAll("[role=tab]")) {
    other.setAttribute("aria-selected", other === tab);
    by(other.getAttribute("aria-controls")).hidden = other !== tab;
  }
  if (tab.id === "tab-docs") docs.open();
}

function card(title, note, code, action) {
  const made = document.createElement("button");
  made.className = "card";
  for (const [tag, text] of [["code", code], ["span", title], ["small", note]]) {
    if (text) made.append(Object.assign(document.createElement(tag), { textContent: text }));
  }
  made.onclick = action;
  return made;
}

async function listDemoAccounts() {
  const response = await fetch("/graphql/ide/demo-accounts");
  const accounts = response.ok ? await response.json() : [];
  by("demo").hidden = !accounts.length;
  by("demo-list").replaceChildren(...accounts.map(({ login, password, roles, fullName }) => {
    const made = card(fullName ?? login, (roles ?? []).join(", "), login, () => signIn(login, password));
    made.dataset.login = login;
    made.classList.toggle("chosen", login === session.login);
    return made;
  }));
}

async function listExamples() {
  const groups = await (await fetch("/graphql/ide/examples.json")).json();
  by("example-list").replaceChildren(...groups.flatMap(({ title, note, examples }) => [
    Object.assign(document.createElement("h2"), { textContent: title }),
    Object.assign(document.createElement("p"), { textContent: note, className: "quiet" }),
    ...examples.map((one) => card(one.title, one.note, "", () => {
      query.text = `${one.query.join("\n")}\n`;
      variables.text = one.variables ? JSON.stringify(one.variables, null, 2) : "";
      query.area.focus();
      remember();
    })),
  ]));
}

by("run").onclick = run;
by("leave").onclick = async () => { const token = session.refresh ?? session.token; enter(null, null, null); await post("/auth/revoke", { token }); };
by("copy").onclick = () => navigator.clipboard?.writeText(by("response").textContent);
by("login-form").onsubmit = (event) => { event.preventDefault(); const form = new FormData(event.target); signIn(form.get("username"), form.get("password")); };
by("token-form").onsubmit = (event) => { event.preventDefault(); enter(new FormData(event.target).get("token").trim(), null, null); };
for (const tab of document.querySelectorAll("[role=tab]")) tab.onclick = () => openTab(tab);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
query.area.addEventListener("changed", listOperations);
for (const name of ["click", "keyup"]) query.area.addEventListener(name, operationAtCaret);

const saved = remembered();
query.text = saved.query || START;
variables.text = saved.variables || "";
enter(saved.token ?? null, saved.refresh ?? null, saved.login ?? null);
if (location.hash.length > 1) {
  const tab = by(`tab-${location.hash.slice(1)}`);
  if (tab) openTab(tab);
}
await Promise.all([listDemoAccounts(), listExamples()]);
