import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { chromiumFlags, ensureChromium } from './chromium.ts';

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What must not happen in a page: errors, requests to elsewhere, breaches of the content security policy. */
  troubles: string[];
}

export interface VisitorOptions {
  url: string;
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
  /** Whoever lets requests fail on purpose does not count what the browser says about them. */
  expectsFailures?: boolean;
  /** A screen that is touched, without mouse and keys. */
  isPhone?: boolean;
  language?: string;
  /** Lets a test put styles of its own into the page. */
  ignoresPolicy?: boolean;
}

/** Somebody with a browser of their own. */
export async function openVisitor(
  browser: Browser,
  {
    url,
    colorScheme = 'light',
    viewport = { width: 1280, height: 800 },
    expectsFailures = false,
    isPhone = false,
    language = 'en-GB',
    ignoresPolicy = false,
  }: VisitorOptions,
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    locale: language,
    colorScheme,
    viewport,
    reducedMotion: 'reduce',
    hasTouch: isPhone,
    isMobile: isPhone,
    bypassCSP: ignoresPolicy,
  });
  const troubles: string[] = [];
  await context.exposeBinding('reportBreach', (_, text: string) => troubles.push(text));
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) => {
    reportBreach('blocked by policy: ' + event.violatedDirective + ' ' + event.blockedURI);
  })`);
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(`page error: ${error.stack ?? error}`));
  page.on('console', (message) => {
    const isOfNetwork = /Failed to load resource|net::ERR/.test(message.text());
    if (message.type() === 'error' && !(expectsFailures && isOfNetwork)) troubles.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const isOwn = request.url().startsWith(`${url}/`) || /^(data|blob):/.test(request.url());
    if (!isOwn) troubles.push(`request to ${request.url()}`);
  });
  return { context, page, troubles };
}

type Styles = { [property: string]: string };

/** How the browser shows an element. */
export const styleOf = (element: Locator, property: string): Promise<string | undefined> =>
  element.evaluate(
    (shown, name) => (globalThis as unknown as { getComputedStyle(of: unknown): Styles }).getComputedStyle(shown)[name],
    property,
  );

export interface Person {
  email: string;
  password: string;
  name: string;
}

/** Joins by a one-time link without a browser. Answers the session's cookie. */
export async function join(url: string, token: string, person: Person): Promise<string> {
  const response = await fetch(`${url}/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...person }),
  });
  if (!response.ok) throw new Error(`joining answered ${response.status}: ${await response.text()}`);
  return response.headers.getSetCookie()[0]?.split(';')[0] as string;
}

/** Gives the visitor a session that was begun elsewhere. */
export async function giveSession({ context }: Visitor, url: string, cookie: string): Promise<void> {
  const at = cookie.indexOf('=');
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url, httpOnly: true, sameSite: 'Lax' }]);
}

/** The review screen, as a reviewer knows it. */
export class ReviewDesk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get decision() {
    return this.page.getByRole('group', { name: 'Decision' });
  }

  get title() {
    return this.page.getByRole('region', { name: 'Draft' }).getByRole('heading', { level: 1 });
  }

  get description() {
    return this.page.getByRole('textbox', { name: 'Description' });
  }

  /** Opens the queue of a checkpoint and waits for an item. Answers its id. */
  async open(checkpoint: string): Promise<string> {
    await this.page.goto(`/review/${checkpoint}`);
    return this.itemId();
  }

  /** The id of the item in hand, once it is painted, can be decided and the keys are known. */
  async itemId(): Promise<string> {
    await this.decision.locator('kbd').first().waitFor({ state: 'attached' });
    await this.page.locator('[data-item][data-ready]').waitFor();
    return (await this.page.locator('[data-item]').getAttribute('data-item')) as string;
  }

  /** Presses a key that decides on the item in hand, and waits for the next one. Answers its id. */
  async press(key: string): Promise<string> {
    const before = await this.page.locator('[data-item]').getAttribute('data-item');
    await this.page.keyboard.press(key);
    await this.page.locator(`[data-item]:not([data-item="${before}"])`).waitFor();
    return this.itemId();
  }

  /** Approves with a key, once more where an error is still open, and waits for the next item. Answers its id. */
  async approve(key = 'a'): Promise<string> {
    const before = await this.page.locator('[data-item]').getAttribute('data-item');
    await this.approveLast(key, this.page.locator(`[data-item]:not([data-item="${before}"])`));
    return this.itemId();
  }

  /** The same where something else than an item comes next. */
  async approveLast(key: string, next: Locator): Promise<void> {
    const anyway = this.page.getByRole('button', { name: 'Approve anyway' });
    await this.page.keyboard.press(key);
    await next.or(anyway).first().waitFor();
    if (await anyway.isVisible()) {
      await this.page.waitForTimeout(500); // a hasty second press does not count
      await this.page.keyboard.press(key);
    }
    await next.waitFor();
  }

  /** Adds to the end of the description. */
  async write(text: string): Promise<void> {
    await this.description.click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text);
  }
}
