// A query as a link: behind `#`, so that neither the query nor its variables are ever sent on the way or logged.

const NAMES = ["query", "variables"];

// What a link of ours, or one of another GraphiQL (behind `?`), brings along; empty where it brings nothing.
export function shared(location) {
  const given = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search);
  return Object.fromEntries(NAMES.filter((name) => given.get(name)).map((name) => [name, given.get(name)]));
}

export function linkTo(location, texts) {
  const told = new URLSearchParams(NAMES.filter((name) => texts[name]?.trim()).map((name) => [name, texts[name]]));
  return `${location.origin}${location.pathname}#${told}`;
}
