// The bar above GraphiQL: choose a demo login, sign in with another one, leave.
import { session, signIn, signOut, useToken, who } from "./session.js";

const by = (id) => document.getElementById(id);
const OTHER = "";
const accounts = new Map();

function say(problem) {
  by("failed").textContent = problem ?? "";
  by("failed").hidden = !problem;
}

function show() {
  const { login, isIn } = who();
  by("who").textContent = isIn ? `Вы вошли: ${login ?? "по токену"}` : "Вход не выполнен";
  by("who").classList.toggle("in", isIn);
  by("leave").hidden = !isIn;
  if (accounts.has(login)) by("login").value = login;
}

async function list() {
  const response = await fetch("/graphql/ide/demo-accounts");
  for (const one of response.ok ? await response.json() : []) accounts.set(one.login, one);
  const options = [...accounts.values()].map(({ login, roles, fullName }) => new Option([login, fullName, (roles ?? []).join(", ")].filter(Boolean).join(" · "), login));
  by("login").replaceChildren(...options, new Option("Другой логин или токен…", OTHER));
}

by("as").onsubmit = async (event) => {
  event.preventDefault();
  const chosen = accounts.get(by("login").value);
  if (chosen) say(await signIn(chosen.login, chosen.password));
  else by("other").showModal();
};
by("leave").onclick = () => { say(null); signOut(); };
by("by-password").onsubmit = async (event) => {
  const form = new FormData(event.target);
  say(await signIn(form.get("username"), form.get("password")));
};
by("by-token").onsubmit = (event) => { say(null); useToken(new FormData(event.target).get("token").trim()); };
session.addEventListener("changed", show);

export async function openBar() {
  await list();
  show();
}
