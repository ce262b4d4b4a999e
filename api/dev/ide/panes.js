// The panes beside GraphiQL's own: examples, one's rights, and a search that reads descriptions too.
import { ask, session, who } from "./session.js";

const { createElement: h, useEffect, useMemo, useState } = React;
const { DOC_EXPLORER_PLUGIN, useEditorContext, useExplorerContext, usePluginContext, useSchemaContext } = GraphiQL.React;
const MOST_FOUND = 60;
const VIEWER = `query Rights {
  viewer {
    login
    person { fullName }
    roles
    permissions
    memberships { role sectors { title } organization { shortName } validTo }
    actingFor { fullName }
  }
}`;

const icon = (path) => () =>
  h("svg", { viewBox: "0 0 24 24", height: "1em", fill: "none", stroke: "currentColor", strokeWidth: 1.5, strokeLinecap: "round", strokeLinejoin: "round" }, h("path", { d: path }));
const pane = (title, ...content) => h("section", { className: "pane", lang: "ru", "aria-label": title }, h("h2", null, title), ...content);

// Leaves what stands in the editor where it is: an example comes in a tab of its own, unless this one is empty.
export function useOpening() {
  const { queryEditor, variableEditor, addTab } = useEditorContext({ nonNull: true });
  return (query, variables) => {
    if (queryEditor.getValue().trim()) addTab();
    setTimeout(() => {
      queryEditor.setValue(query);
      variableEditor.setValue(variables);
      queryEditor.focus();
    });
  };
}

// Shows a type, or a field of it, in GraphiQL's own documentation.
function useDocs() {
  const explorer = useExplorerContext({ nonNull: true });
  const plugins = usePluginContext({ nonNull: true });
  return (type, field) => {
    explorer.reset();
    explorer.push({ name: type.name, def: type });
    if (field) explorer.push({ name: field.name, def: field });
    plugins.setVisiblePlugin(DOC_EXPLORER_PLUGIN);
  };
}

function Examples() {
  const [groups, setGroups] = useState([]);
  const open = useOpening();
  useEffect(() => { fetch("/graphql/ide/examples.json").then((answer) => answer.json()).then(setGroups); }, []);
  const card = (one) => h("button", { key: one.title, type: "button", className: "card", onClick: () => open(`${one.query.join("\n")}\n`, one.variables ? JSON.stringify(one.variables, null, 2) : "") },
    one.title, h("small", null, one.note));
  return pane("Примеры", ...groups.map(({ title, note, examples }) => h("div", { key: title }, h("h3", null, title), h("p", null, note), ...examples.map(card))));
}

// A description ends with the permissions that open its field; none is named where being signed in is enough.
const permissionsOf = (field) => [.../Permission.*$/s.exec(field.description ?? "")?.[0].matchAll(/`([a-z_]+\.[a-z_]+)`/g) ?? []].map(([, code]) => code);
const openTo = (type, permissions) => Object.values(type?.getFields() ?? {}).filter((field) => {
  const named = permissionsOf(field);
  return !named.length || named.some((code) => permissions.includes(code));
});
const firstSentence = (text) => (text ?? "").split(/(?<=\.)\s/)[0];

function useViewer() {
  const [viewer, setViewer] = useState(null);
  useEffect(() => {
    const read = () => {
      setViewer(null);
      if (who().isIn) ask({ query: VIEWER, operationName: "Rights" }).then(({ data }) => setViewer(data?.viewer ?? null));
    };
    read();
    session.addEventListener("changed", read);
    return () => session.removeEventListener("changed", read);
  }, []);
  return viewer;
}

function Rights() {
  const { schema } = useSchemaContext({ nonNull: true });
  const docs = useDocs();
  const viewer = useViewer();
  if (!schema || !viewer) return pane("Что мне можно", h("p", null, "Войдите: здесь будет, что вам сейчас можно."));
  const term = (role) => schema.getType("Role")?.getValue(role)?.description ?? role;
  const appointed = ({ role, sectors, organization, validTo }) =>
    [term(role), ...(sectors ?? []).map(({ title }) => title), organization?.shortName, validTo && `до ${validTo.slice(0, 10)}`].filter(Boolean).join(", ");
  const list = (title, type) => {
    const fields = openTo(type, viewer.permissions);
    return h("details", { open: true }, h("summary", null, `${title}: ${fields.length}`),
      ...fields.map((field) => h("button", { key: field.name, type: "button", className: "card", onClick: () => docs(type, field) },
        h("code", null, field.name), h("small", { lang: "en" }, firstSentence(field.description)))));
  };
  return pane("Что мне можно",
    h("p", null, viewer.person?.fullName ?? viewer.login, viewer.actingFor ? ` (действует за куратора: ${viewer.actingFor.fullName})` : ""),
    h("ul", null, ...(viewer.memberships.length ? viewer.memberships.map(appointed) : viewer.roles.map(term)).map((text, index) => h("li", { key: index }, text))),
    list("Изменить", schema.getMutationType()),
    list("Спросить", schema.getQueryType()));
}

const rank = (named, wanted) => {
  const name = named.name.toLowerCase();
  if (name.startsWith(wanted)) return 0;
  if (name.includes(wanted)) return 1;
  return (named.description ?? "").toLowerCase().includes(wanted) ? 2 : 3;
};

// Everything of a schema that has a name, as [thing, its type, the field or value of it].
function named(schema) {
  const types = Object.values(schema?.getTypeMap() ?? {}).filter(({ name }) => !name.startsWith("__"));
  return types.flatMap((type) => [
    [type, type, null],
    ...Object.values(type.getFields?.() ?? {}).map((field) => [field, type, field]),
    ...(type.getValues?.() ?? []).map((value) => [value, type, null]),
  ]);
}

function Finder() {
  const { schema } = useSchemaContext({ nonNull: true });
  const [text, setText] = useState("");
  const docs = useDocs();
  const all = useMemo(() => named(schema), [schema]);
  const wanted = text.trim().toLowerCase();
  const found = wanted.length < 2 ? [] : all.map((one) => [rank(one[0], wanted), one]).filter(([place]) => place < 3).sort(([a], [b]) => a - b);
  const row = ([, [thing, type, field]], index) => h("button", { key: index, type: "button", className: "card", onClick: () => docs(type, field) },
    h("code", null, thing === type ? type.name : `${type.name}.${thing.name}`), h("small", null, thing.description));
  return pane("Поиск по схеме",
    h("input", { type: "search", value: text, placeholder: "Слово из имени или описания…", "aria-label": "Поиск по схеме", spellCheck: false, onChange: (event) => setText(event.target.value) }),
    h("p", { role: "status" }, wanted.length < 2 ? "Ищет и в описаниях: по-русски и по-английски, от двух букв." : `Найдено: ${found.length}${found.length > MOST_FOUND ? `, показаны ${MOST_FOUND}` : ""}`),
    ...found.slice(0, MOST_FOUND).map(row));
}

// GraphiQL's builder of queries from check boxes. It is given the editor's text itself, so that nothing is typed in vain.
function Builder() {
  const { queryEditor } = useEditorContext({ nonNull: true });
  const [query, setQuery] = useState(queryEditor?.getValue() ?? "");
  useEffect(() => {
    const read = () => setQuery(queryEditor.getValue());
    queryEditor?.on("change", read);
    return () => queryEditor?.off("change", read);
  }, [queryEditor]);
  return GraphiQLPluginExplorer.useExplorerPlugin({ query, onEdit: (text) => queryEditor.setValue(text) }).content();
}

export const PANES = [
  { title: "Примеры", icon: icon("M4 5h16M4 12h16M4 19h10"), content: Examples },
  { title: "Что мне можно", icon: icon("M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4"), content: Rights },
  { title: "Поиск по схеме", icon: icon("M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l5 5"), content: Finder },
  { title: "Query Builder", icon: icon("M4 4h7v7H4zM13 13h7v7h-7zM16.500 4v7M13 7.500h7"), content: Builder },
];
