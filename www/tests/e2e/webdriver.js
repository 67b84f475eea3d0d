// @ts-check
/**
 * A browser spoken to as the standard WebDriver says, through the driver that its makers give it.
 * No more of it than these tests need.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Drivers listen within this time, even on a machine that compiles. */
const START_MS = 30_000;
/** The longest that a script in a page may take. */
const SCRIPT_MS = 300_000;

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

/** A port on which nobody listens at this moment. Not every driver can choose one by itself. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a driver and waits until it listens.
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
async function drive(program, env) {
  const port = await freePort();
  const driver = spawn(program, ['-p', String(port)], { stdio: 'ignore', env });
  let ended = '';
  driver.on('error', () => {
    ended = 'cannot be started';
  });
  driver.on('exit', () => {
    ended ||= 'ended before it listened';
  });
  const base = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + START_MS; ; await sleep(20)) {
    if (ended || Date.now() > end) {
      driver.kill();
      throw new Error(`${program} ${ended || 'does not listen'}`);
    }
    try {
      await tell(`${base}/status`, undefined, 'GET');
      return { driver, base };
    } catch {
      // Not yet.
    }
  }
}

/**
 * Opens a window.
 * @param {string} program the driver
 * @param {object} capabilities what the browser is asked for
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function open(program, capabilities, env = process.env) {
  const { driver, base } = await drive(program, env);
  let session = '';
  const close = async () => {
    if (session) await tell(session, undefined, 'DELETE').catch(() => {});
    driver.kill();
  };
  try {
    const { sessionId } = await tell(`${base}/session`, {
      capabilities: { alwaysMatch: { ...capabilities, timeouts: { script: SCRIPT_MS } } },
    });
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
