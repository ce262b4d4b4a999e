// The session of this browser tab: who asks, the token renewed in time, and requests under it.

const SAVED = "pult.session";
const NOBODY = { token: null, refresh: null, login: null };
const ACCEPT = "application/graphql-response+json, application/json;q=0.9";

export const session = new EventTarget();
let held = remembered();

function remembered() {
  try { return { ...NOBODY, ...JSON.parse(sessionStorage.getItem(SAVED)) }; } catch { return NOBODY; }
}

function enter(next) {
  held = { ...NOBODY, ...next };
  sessionStorage.setItem(SAVED, JSON.stringify(held));
  session.dispatchEvent(new Event("changed"));
}

export const who = () => ({ login: held.login, isIn: Boolean(held.token) });

const post = (path, form) => fetch(path, { method: "POST", body: new URLSearchParams(form) });

const entered = async (response, login) => {
  const { access_token: token, refresh_token: refresh } = await response.json();
  enter({ token, refresh, login });
};

// Signs in; what went wrong as a sentence, null where nothing did.
export async function signIn(username, password) {
  const response = await post("/auth/token", { grant_type: "password", username, password });
  if (response.ok) {
    await entered(response, username);
    return null;
  }
  const wait = response.headers.get("retry-after");
  return wait ? `Слишком много попыток. Повторите через ${wait} с.` : "Неверный логин или пароль.";
}

export const useToken = (token) => enter({ token });

export async function signOut() {
  const token = held.refresh ?? held.token;
  enter(NOBODY);
  const response = await post("/auth/revoke", { token });
  await response.text();
}

async function renew() {
  if (!held.refresh) return false;
  const response = await post("/auth/token", { grant_type: "refresh_token", refresh_token: held.refresh });
  if (response.ok) await entered(response, held.login);
  else enter(NOBODY);
  return response.ok;
}

function send(body, own, signal) {
  const headers = new Headers({ "Accept-Language": document.documentElement.lang, "Content-Type": "application/json", Accept: ACCEPT });
  if (held.token) headers.set("Authorization", `Bearer ${held.token}`);
  for (const [name, value] of Object.entries(own ?? {})) headers.set(name, value);
  return fetch("/graphql", { method: "POST", headers, body: JSON.stringify(body), signal });
}

// Asks the server; header fields of one's own win over ours. The last answer is announced as an event `answered`.
export async function ask(body, own) {
  const started = performance.now();
  let response = await send(body, own);
  if (response.status === 401 && (await renew())) response = await send(body, own);
  const text = await response.text();
  const answer = parsed(text) ?? { errors: [{ message: `${response.status}: ${text.slice(0, 200)}` }] };
  session.dispatchEvent(new CustomEvent("answered", { detail: {
    operation: body.operationName,
    status: response.status,
    isGood: response.ok && !answer.errors,
    milliseconds: Math.round(performance.now() - started),
    kilobytes: text.length / 1024,
    errors: answer.errors?.length ?? 0,
    requestId: response.headers.get("x-request-id"),
  } }));
  return answer;
}

// Follows a subscription: the changes as they come, until whoever reads them stops.
export function follow(body, own) {
  const stopping = new AbortController();
  const changes = told(body, own, stopping.signal);
  const stop = async () => {
    stopping.abort();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next: () => changes.next(), return: stop }) };
}

async function* told(body, own, signal) {
  const response = await send(body, { Accept: `text/event-stream, ${ACCEPT}`, ...own }, signal);
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    yield parsed(await response.text()) ?? { errors: [{ message: `${response.status}` }] };
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const events = `${rest}${piece.value}`.split("\n\n");
    rest = events.pop();
    for (const [, text] of events.map((one) => /^event: next\ndata: (.*)$/s.exec(one)).filter(Boolean)) yield parsed(text);
  }
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}
