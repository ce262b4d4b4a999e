// Uses the blocks of docs/clients.md, which lie beside each other in a folder, against a server, and prints as JSON what came of it.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import * as types from '@graphql-codegen/typescript';
import { gql } from '@apollo/client';
import { diff } from '@graphql-inspector/core';
import { buildSchema, parse } from 'graphql';

const [address, folder, login, password, number] = process.argv.slice(2);
if (!number) {
  console.error('usage: node clients.mjs ADDRESS FOLDER LOGIN PASSWORD NUMBER');
  process.exit(2);
}

const FIRST = 'query First($number: String!) { message(number: $number) { id number deadline { dueAt } location { house } } }';
const SECOND = 'query Second($number: String!) { case(number: $number) { id ... on Submission { text } deadline { policyCode } location { street } } }';
const LIST = 'query List($after: String) { cases(first: 1, after: $after) { edges { node { id number } } pageInfo { endCursor hasNextPage } totalCount { value } } }';
const warned = [];
for (const level of ['warn', 'error']) console[level] = (...words) => warned.push(words.map(String).join(' ').slice(0, 300));

symlinkSync(join(import.meta.dirname, 'node_modules'), join(folder, 'node_modules'));
execFileSync(process.execPath, [join(folder, 'derive.mjs'), address, folder]);
const block = (name) => import(pathToFileURL(join(folder, name)));
const { openSession } = await block('session.mjs');

class Storage extends Map {
  getItem(key) { return this.get(key) ?? null; }
  setItem(key, value) { this.set(key, value); }
  removeItem(key) { this.delete(key); }
}
const storage = new Storage();
const session = openSession(address, storage);
await session.signIn(login, password);

async function apollo() {
  const { openApollo } = await block('apollo.mjs');
  const client = openApollo(address, session);
  const variables = { number };
  await client.query({ query: gql(FIRST), variables });
  await client.query({ query: gql(SECOND), variables });
  const kept = client.readQuery({ query: gql(FIRST), variables });
  const list = client.watchQuery({ query: gql(LIST), variables: {} });
  const shown = list.subscribe(() => {});
  const { data } = await client.query({ query: gql(LIST), variables: {} });
  await list.fetchMore({ variables: { after: data.cases.pageInfo.endCursor } });
  shown.unsubscribe();
  const rows = client.readQuery({ query: gql(LIST), variables: {} }).cases.edges.length;
  return { number: kept?.message?.number, dueAt: kept?.message?.deadline?.dueAt, rows };
}

async function urql() {
  const { openUrql } = await block('urql.mjs');
  const client = openUrql(address, session);
  const asked = async (query, variables, requestPolicy) => (await client.query(query, variables, { requestPolicy }).toPromise()).data;
  await asked(FIRST, { number });
  await asked(SECOND, { number });
  const kept = await asked(FIRST, { number }, 'cache-only');
  const first = await asked(LIST, {});
  const both = await asked(LIST, { after: first.cases.pageInfo.endCursor });
  return { number: kept?.message?.number, dueAt: kept?.message?.deadline?.dueAt, rows: both.cases.edges.length };
}

// Two tabs find the token run out at once; neither has a lock, as in a browser that knows none.
async function tabs() {
  const used = JSON.parse(storage.getItem('pult'));
  storage.setItem('pult', JSON.stringify({ ...used, access: 'run.out.now' }));
  const ask = () => openSession(address, storage).fetch(`${address}/graphql`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query: '{ viewer { login } }' }),
  });
  const answers = await Promise.all([ask(), ask()]);
  const logins = await Promise.all(answers.map(async (answer) => (await answer.json()).data?.viewer?.login));
  return { logins, isRenewed: JSON.parse(storage.getItem('pult')).refresh !== used.refresh };
}

const DOCS = join(import.meta.dirname, '../../docs');
const served = async () => (await fetch(`${address}/graphql/schema.graphql`)).text();

// The operations of all screens, in the strict mode of the page's configuration.
async function generated() {
  const { config } = JSON.parse(readFileSync(join(folder, 'codegen.json'), 'utf8'));
  const names = readdirSync(join(DOCS, 'screens')).filter((name) => name.endsWith('.graphql'));
  const screens = names.map((name) => ({ location: name, document: parse(readFileSync(join(DOCS, 'screens', name), 'utf8')) }));
  return codegen({
    filename: 'pult.ts', schema: parse(await served()), config,
    documents: [{ document: parse(SECOND) }, { document: parse(LIST) }, ...screens],
    plugins: [{ types: {} }, { operations: {} }], pluginMap: { types, operations },
  });
}

// What another program finds in the server's SDL that breaks callers of the last release.
async function inspected() {
  const released = buildSchema(readFileSync(join(DOCS, 'released.graphql'), 'utf8'));
  const changes = await diff(released, buildSchema(await served()));
  return { all: changes.length, breaking: changes.filter(({ criticality }) => criticality.level === 'BREAKING').map(({ message }) => message) };
}

const told = { apollo: await apollo(), urql: await urql(), tabs: await tabs(), generated: await generated(), inspected: await inspected(), warned };
console.log(JSON.stringify(told));
