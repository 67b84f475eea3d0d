// @ts-check
/**
 * A Firefox without a window, spoken to as the standard WebDriver says: FIREFOX and GECKODRIVER
 * say which programs. No more of it than these tests need.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const usual = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Nothing listens there, so that whoever asks for anything gets no answer. */
const NOWHERE = { proxyType: 'manual', httpProxy: '127.0.0.1:9', sslProxy: '127.0.0.1:9' };

/** What is said to the driver. @param {string} url @param {object} [body] @param {string} [method] */
async function tell(url, body, method = 'POST') {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const { value } = /** @type {any} */ (await answer.json());
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** The driver, and where it listens. */
async function drive() {
  const program = process.env.GECKODRIVER ?? 'geckodriver';
  const driver = spawn(program, ['--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = await new Promise((resolve, reject) => {
    driver.on('error', () =>
      reject(new Error(`${program} cannot be started: GECKODRIVER must say where it is`)),
    );
    driver.on('exit', () => reject(new Error(`${program} ended before it listened`)));
    createInterface(driver.stdout).on('line', (line) => {
      const [, found] = /Listening on 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (found) resolve(found);
    });
  });
  return { driver, base: `http://127.0.0.1:${port}` };
}

/** Opens a Firefox that reaches no network. */
export async function firefox() {
  const { driver, base } = await drive();
  const binary = process.env.FIREFOX ?? usual.find(existsSync);
  const options = {
    ...(binary && { binary }),
    args: ['-headless'],
    // The driver's own port is on this machine, the pages' files are, too.
    prefs: { 'network.proxy.allow_hijacking_localhost': true },
  };
  let session = '';
  const close = async () => {
    if (session) await tell(session, undefined, 'DELETE').catch(() => {});
    driver.kill();
  };
  try {
    const capabilities = {
      alwaysMatch: { 'moz:firefoxOptions': options, proxy: NOWHERE, timeouts: { script: 120_000 } },
    };
    const { sessionId } = await tell(`${base}/session`, { capabilities });
    session = `${base}/session/${sessionId}`;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    /** @param {string} url */
    go: (url) => tell(`${session}/url`, { url }),
    /**
     * The value of the body of an asynchronous function in the page.
     * @param {string} body
     * @returns {Promise<any>}
     */
    async run(body) {
      const script = `const done = arguments[arguments.length - 1];
        (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = await tell(`${session}/execute/async`, { script, args: [] });
      if (error) throw new Error(error);
      return value;
    },
    close,
  };
}
