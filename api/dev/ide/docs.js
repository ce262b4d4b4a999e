// The schema explorer: reads the introspection once, shows types and fields, finds them by name or description.

const TYPE_DEPTH = 7;
const typeRef = (depth) => `kind name${depth ? ` ofType { ${typeRef(depth - 1)} }` : ""}`;
const VALUE = `name description defaultValue type { ${typeRef(TYPE_DEPTH)} }`;
const INTROSPECTION = `query Schema {
  __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types {
      kind name description
      fields(includeDeprecated: true) {
        name description isDeprecated deprecationReason args { ${VALUE} } type { ${typeRef(TYPE_DEPTH)} }
      }
      inputFields { ${VALUE} }
      interfaces { name }
      possibleTypes { name }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    }
  }
}`;
const MOST_FOUND = 60;

const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
};

// Backticks become code; nothing else in a description is markup.
const prose = (text) =>
  element("p", {}, ...text.split("`").map((part, index) => (index % 2 ? element("code", { textContent: part }) : part)));

const namedType = (type) => (type.ofType ? namedType(type.ofType) : type.name);

export class Docs {
  constructor({ search, path, body, ask }) {
    Object.assign(this, { search, path, body, ask, types: new Map(), trail: [] });
    search.addEventListener("input", () => this.show());
  }

  async open() {
    if (this.types.size) return;
    this.body.replaceChildren(prose("Загрузка схемы…"));
    const { answer } = await this.ask({ query: INTROSPECTION });
    const schema = answer?.data?.__schema;
    if (!schema) {
      this.body.replaceChildren(prose("Схема недоступна: сначала войдите."));
      return;
    }
    this.roots = [
      ["Запросы", schema.queryType],
      ["Изменения", schema.mutationType],
      ["Подписки", schema.subscriptionType],
    ].filter(([, type]) => type);
    for (const type of schema.types) if (!type.name.startsWith("__")) this.types.set(type.name, type);
    this.show();
  }

  go(name) {
    this.search.value = "";
    const known = this.trail.indexOf(name);
    this.trail = known < 0 ? [...this.trail, name] : this.trail.slice(0, known + 1);
    this.show();
    this.body.parentElement.scrollTop = 0;
  }

  show() {
    if (!this.types.size) return;
    const wanted = this.search.value.trim().toLowerCase();
    this.path.replaceChildren(...this.crumbs());
    if (wanted) this.body.replaceChildren(...this.found(wanted));
    else if (this.trail.length) this.body.replaceChildren(...this.page(this.types.get(this.trail.at(-1))));
    else this.body.replaceChildren(...this.start());
  }

  crumbs() {
    const home = element("button", { className: "plain", textContent: "Схема" });
    home.onclick = () => { this.trail = []; this.search.value = ""; this.show(); };
    return [home, ...this.trail.flatMap((name) => ["›", this.link(name, "plain")])];
  }

  start() {
    const groups = { OBJECT: "Объекты", INTERFACE: "Интерфейсы", UNION: "Объединения", INPUT_OBJECT: "Входные типы", ENUM: "Перечисления", SCALAR: "Скаляры" };
    const roots = new Set(this.roots.map(([, type]) => type.name));
    const top = this.roots.map(([title, type]) => element("div", { className: "entry" }, `${title}: `, this.link(type.name)));
    const rest = Object.entries(groups).flatMap(([kind, title]) => {
      const names = [...this.types.values()].filter((type) => type.kind === kind && !roots.has(type.name)).map((type) => type.name).sort();
      if (!names.length) return [];
      return [element("h2", { textContent: title }), ...names.map((name) => element("div", {}, this.link(name)))];
    });
    return [...top, ...rest];
  }

  page(type) {
    const related = [...(type.interfaces ?? []), ...(type.possibleTypes ?? [])];
    return [
      element("h2", { textContent: type.name }),
      type.description ? prose(type.description) : "",
      related.length ? element("p", {}, "Связанные типы: ", ...related.flatMap(({ name }) => [this.link(name), " "])) : "",
      ...(type.fields ?? type.inputFields ?? []).map((field) => this.field(field)),
      ...(type.enumValues ?? []).map((value) => element("div", { className: "entry" }, value.name, this.old(value), value.description ? prose(value.description) : null)),
    ];
  }

  field(field, owner = null) {
    const args = (field.args ?? []).map((arg) =>
      element("div", { className: "argument" }, element("span", { className: "v", textContent: arg.name }), ": ", this.type(arg.type),
        arg.defaultValue === null || arg.defaultValue === "null" ? "" : ` = ${arg.defaultValue}`, arg.description ? prose(arg.description) : null));
    const name = element("span", { className: "n", textContent: field.name });
    return element("div", { className: "entry" }, owner ? this.link(owner) : "", owner ? "." : "", name, args.length ? "(" : "", ...args, args.length ? ")" : "",
      ": ", this.type(field.type), field.defaultValue == null || field.defaultValue === "null" ? "" : ` = ${field.defaultValue}`, this.old(field), field.description ? prose(field.description) : null);
  }

  found(wanted) {
    const matches = (named) => named.name.toLowerCase().includes(wanted) || (named.description ?? "").toLowerCase().includes(wanted);
    const byName = (named) => (named.name.toLowerCase().startsWith(wanted) ? 0 : named.name.toLowerCase().includes(wanted) ? 1 : 2);
    const hits = [];
    for (const type of this.types.values()) {
      if (matches(type)) hits.push([byName(type), element("div", { className: "entry" }, this.link(type.name), type.description ? prose(type.description) : null)]);
      for (const field of type.fields ?? type.inputFields ?? []) if (matches(field)) hits.push([byName(field) + 0.5, this.field(field, type.name)]);
    }
    hits.sort(([one], [other]) => one - other);
    const shown = hits.slice(0, MOST_FOUND).map(([, entry]) => entry);
    return shown.length ? [prose(`Найдено: ${hits.length}`), ...shown] : [prose("Ничего не найдено.")];
  }

  type(type) {
    if (type.kind === "NON_NULL") return element("span", {}, this.type(type.ofType), "!");
    if (type.kind === "LIST") return element("span", {}, "[", this.type(type.ofType), "]");
    return this.link(namedType(type));
  }

  old(named) {
    return named.isDeprecated ? element("span", { className: "old", textContent: ` устарело: ${named.deprecationReason ?? ""}` }) : null;
  }

  link(name, className = "link") {
    const made = element("button", { className, textContent: name });
    if (this.types.has(name)) made.onclick = () => this.go(name);
    else made.disabled = true;
    return made;
  }
}
