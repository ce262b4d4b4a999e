// The page at /graphql: GraphiQL as its authors built it, with our sign-in, examples and rights around it.
import { openBar } from "./bar.js";
import { describeEditors } from "./keyboard.js";
import { PANES } from "./panes.js";
import { ask, follow, session } from "./session.js";
import { linkTo, shared } from "./sharing.js";

const { createElement: h, useEffect, useState } = React;
const { ToolbarButton, useEditorContext } = GraphiQL.React;
const INTROSPECTION = "IntrospectionQuery";
const OWN_QUESTIONS = new Set([INTROSPECTION, "Rights"]);
const START = `# Выберите наверху, кто спрашивает,
# войдите и нажмите Ctrl+Enter.
#
# Ctrl+Пробел: подсказка
# Shift+Ctrl+P: оформить текст
# Ctrl+K: поиск по документации
query Start {
  viewer {
    login
    roles
    actingFor { fullName }
    now
  }
  cases(
    first: 5
    filter: { isOpen: true, isOverdue: true }
  ) {
    totalCount { value precision }
    nodes {
      number
      kind
      status
      summary
      dueAt
      hiddenFields
    }
  }
}
`;

function Status() {
  const [last, setLast] = useState(null);
  useEffect(() => {
    const answered = ({ detail }) => { if (!OWN_QUESTIONS.has(detail.operation)) setLast(detail); };
    session.addEventListener("answered", answered);
    return () => session.removeEventListener("answered", answered);
  }, []);
  if (!last) return h("p", { className: "status", lang: "ru" }, "Здесь появится ответ сервера.");
  const told = [last.status, `${last.milliseconds} мс`, `${last.kilobytes.toFixed(1)} КБ`, last.errors && `ошибок: ${last.errors}`].filter(Boolean).join(" · ");
  return h("p", { className: `status ${last.isGood ? "good" : "bad"}`, lang: "ru", role: "status", title: `X-Request-Id: ${last.requestId}` }, told);
}

function ShareIcon() {
  return h("svg", { className: "graphiql-toolbar-icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true },
    h("path", { d: "M10 14a4 4 0 006 0l4-4a4 4 0 00-6-6l-2 2M14 10a4 4 0 00-6 0l-4 4a4 4 0 006 6l2-2" }));
}

function Share() {
  const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const [isCopied, setCopied] = useState(false);
  const share = async () => {
    const link = linkTo(location, { query: queryEditor.getValue(), variables: variableEditor.getValue() });
    history.replaceState(null, "", link);
    await navigator.clipboard?.writeText(link);
    setCopied(true);
  };
  return h(ToolbarButton, { onClick: share, label: isCopied ? "Link copied" : "Copy a link to this query" }, h(ShareIcon));
}

// At the first visit the examples are open, where there is room for them; later what was open last.
const opened = () => (innerWidth > 800 && localStorage.getItem("graphiql:visiblePlugin") === null ? { visiblePlugin: PANES[0] } : {});

const isFollowed = ({ operationName }, document) => document?.definitions.some((one) =>
  one.operation === "subscription" && (!operationName || one.name?.value === operationName));

function Page() {
  return h(GraphiQL, {
    fetcher: (body, options) => (isFollowed(body, options?.documentAST) ? follow : ask)(body, options?.headers),
    defaultQuery: START,
    ...shared(location),
    defaultEditorToolsVisibility: true,
    isHeadersEditorEnabled: true,
    inputValueDeprecation: true,
    plugins: PANES,
    ...opened(),
    toolbar: { additionalContent: h(Share) },
  }, h(GraphiQL.Logo, null, " "), h(GraphiQL.Footer, null, h(Status)));
}

const root = document.getElementById("graphiql");
new MutationObserver(() => describeEditors(root)).observe(root, { childList: true, subtree: true });
await openBar();
ReactDOM.render(h(Page), root);
