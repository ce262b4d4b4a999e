// Uses the page at /graphql as a person would, with mouse and keyboard, and prints as JSON what held and what Chromium complained of.
import { chromium } from 'playwright-core';

const [url, executablePath, login] = process.argv.slice(2);
if (!login) {
  console.error('usage: node page.mjs URL CHROMIUM LOGIN');
  process.exit(2);
}

const QUERY = '{viewer{login roles}}';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PATIENCE_MS = 20_000;
const LONGEST = 500;
const held = [];
const complaints = [];

const browser = await chromium.launch({ executablePath, args: FLAGS });

async function opened(address, viewport) {
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.exposeFunction('complain', (text) => complaints.push(text));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => window.complain(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text().slice(0, LONGEST)));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure().errorText}`));
  page.on('request', (request) => request.url().startsWith(url) || request.url().startsWith('data:') || complaints.push(`${request.url()} is elsewhere`));
  await page.goto(address);
  await page.locator('.graphiql-container').waitFor();
  return page;
}

async function step(name, action) {
  try {
    await action();
    held.push({ name, reason: null });
  } catch (error) {
    held.push({ name, reason: String(error.message).split('\n')[0] });
  }
}

const editor = (page) => page.locator('.graphiql-query-editor .CodeMirror');
const text = (page) => editor(page).evaluate((one) => one.CodeMirror.getValue());
const answer = (page) => page.locator('.graphiql-response .CodeMirror').evaluate((one) => one.CodeMirror.getValue());
const isInEditor = (page) => page.evaluate(() => document.activeElement.closest('.CodeMirror') !== null);
async function until(question, what) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await question())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await new Promise((next) => setTimeout(next, 50));
  }
}
async function write(page, written) {
  await editor(page).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(written);
  // GraphiQL takes a moment to notice what is written, and keeps it then.
  await until(() => page.evaluate((text) => localStorage.getItem('graphiql:query') === text, written), 'the text kept');
}

const page = await opened(`${url}/graphql`, { width: 1440, height: 900 });
await step('signs in with a demo login', async () => {
  await page.getByLabel('Кто спрашивает').selectOption(login);
  await page.getByRole('button', { name: 'Войти', exact: true }).click();
  await page.getByText(`Вы вошли: ${login}`).waitFor();
});
await step('answers a query at Ctrl+Enter', async () => {
  await write(page, QUERY);
  await page.keyboard.press('Control+Enter');
  await until(async () => (await answer(page)).includes(`"login": "${login}"`), 'the answer');
  await page.getByText('200 ·').waitFor();
});
await step('writes a query prettily', async () => {
  await editor(page).click();
  await page.keyboard.press('Shift+Control+P');
  await until(async () => (await text(page)).includes('  viewer {\n'), 'the indented query');
});
await step('takes back what was typed, line ends too', async () => {
  const before = await text(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('x');
  await page.keyboard.press('Enter');
  await until(async () => (await text(page)) !== before, 'the change');
  for (let times = 0; times < 3 && (await text(page)) !== before; times++) await page.keyboard.press('Control+Z');
  await until(async () => (await text(page)) === before, 'the text of before');
});
await step('completes what is typed', async () => {
  await write(page, '{ view');
  await page.keyboard.press('Control+Space');
  await until(async () => /viewer/.test(await text(page)) || (await page.locator('.CodeMirror-hints').count()) > 0, 'a completion');
  // A list of several stands over the editor until it is put away.
  await page.keyboard.press('Escape');
  await until(async () => (await page.locator('.CodeMirror-hints').count()) === 0, 'the editor alone');
});
await step('marks what the schema does not know', async () => {
  await write(page, '{ viewer { nobody } }');
  await page.locator('.graphiql-query-editor .CodeMirror-lint-mark-error').first().waitFor();
});
await step('opens a second tab and keeps the first', async () => {
  await page.getByRole('button', { name: 'Add tab' }).click();
  await until(async () => (await page.locator('.graphiql-tab').count()) === 2, 'two tabs');
  await page.locator('.graphiql-tab-button').first().click();
  await until(async () => (await text(page)).includes('nobody'), 'the first text');
});
await step('remembers what was asked', async () => {
  await page.getByRole('button', { name: 'Show History' }).click();
  await page.locator('.graphiql-history-item').first().waitFor();
});
await step('takes header fields and variables', async () => {
  await write(page, 'mutation End($handle: String!) { revokeSession(input: {handle: $handle}) { errors { message } } }');
  await page.getByRole('button', { name: 'Variables', exact: true }).click();
  await page.locator('.graphiql-editor-tool .CodeMirror:visible').first().click();
  await page.keyboard.insertText('{"handle": "nonsense"}');
  await page.getByRole('button', { name: 'Headers', exact: true }).click();
  await page.locator('.graphiql-editor-tool .CodeMirror:visible').last().click();
  await page.keyboard.insertText('{"Accept-Language": "en"}');
  await editor(page).click();
  await until(async () => {
    await Promise.all([page.waitForResponse(`${url}/graphql`), page.keyboard.press('Control+Enter')]);
    return /"message": "[A-Za-z]/.test(await answer(page));
  }, 'a refusal in English');
});
await step('puts a query into a link that opens it again', async () => {
  await write(page, QUERY);
  await until(async () => (await text(page)) === QUERY, 'the query');
  await page.getByRole('button', { name: /link to this query/ }).click();
  await until(async () => new URL(page.url()).hash.length > 1, 'the link');
  const other = await opened(page.url(), { width: 1440, height: 900 });
  await until(async () => (await text(other)) === QUERY, 'the query of the link');
  await other.close();
});
await step('leaves the editor by Esc and Tab, and not by Tab alone', async () => {
  await editor(page).click();
  await page.keyboard.press('Tab');
  if (!(await isInEditor(page))) throw new Error('Tab alone leaves the editor');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  if (await isInEditor(page)) throw new Error('Esc and Tab stay in the editor');
});
await step('opens an example in a tab of its own', async () => {
  await page.getByRole('button', { name: 'Show Примеры' }).click();
  const tabs = await page.locator('.graphiql-tab').count();
  await page.locator('.pane .card').first().click();
  await until(async () => (await page.locator('.graphiql-tab').count()) === tabs + 1, 'one tab more');
  await until(async () => (await text(page)).includes('query Viewer'), 'the example');
});
await step('shows what one may do', async () => {
  await page.getByRole('button', { name: 'Show Что мне можно' }).click();
  await page.locator('.pane .card code', { hasText: 'routeSubmission' }).waitFor();
});
await step('finds a word of a description, and opens its documentation', async () => {
  await page.getByRole('button', { name: 'Show Поиск по схеме' }).click();
  await page.getByLabel('Поиск по схеме').last().fill('куратор мцу');
  await page.locator('.pane .card', { has: page.getByText('Role.CURATOR', { exact: true }) }).click();
  await page.locator('.graphiql-doc-explorer-title', { hasText: 'Role' }).waitFor();
});
await step('builds a query from check boxes', async () => {
  await page.getByRole('button', { name: 'Show Query Builder' }).click();
  await page.locator('.graphiql-explorer-root').waitFor();
});
await step('opens both dialogs and closes them by Esc', async () => {
  for (const name of ['Open settings dialog', 'Open short keys dialog']) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});
await step('stays signed in over a reload, and signs out', async () => {
  await page.reload();
  await page.getByText(`Вы вошли: ${login}`).waitFor();
  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.getByText('Вход не выполнен').waitFor();
});
await step('fits a narrow window', async () => {
  const narrow = await opened(`${url}/graphql`, { width: 390, height: 844 });
  const width = await narrow.evaluate(() => document.scrollingElement.scrollWidth);
  if (width > 390) throw new Error(`it is ${width} px wide`);
  const last = await narrow.getByRole('button', { name: 'Open settings dialog' }).boundingBox();
  if (last.x + last.width > 390) throw new Error('not every button is in sight');
  await narrow.getByLabel('Кто спрашивает').selectOption(login);
  await narrow.getByRole('button', { name: 'Войти', exact: true }).click();
  await narrow.getByText(`Вы вошли: ${login}`).waitFor();
  const [button, who] = await Promise.all([narrow.getByRole('button', { name: 'Войти', exact: true }).boundingBox(), narrow.locator('#who').boundingBox()]);
  if (button.y < who.y + who.height && who.y < button.y + button.height && button.x + button.width > who.x) throw new Error('who is in hides the way in');
  await write(narrow, '{ __typename }');
  await narrow.getByRole('button', { name: /^Execute query/ }).click();
  await until(async () => (await answer(narrow)).includes('"Query"'), 'the answer');
  await narrow.close();
});

await browser.close();
console.log(JSON.stringify({ held, complaints }));
