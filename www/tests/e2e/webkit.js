// @ts-check
/**
 * A WebKit, the engine of Safari: WEBKIT_DRIVER says which driver starts it. WebKitGTK's has no
 * browser without a window, so it gets a screen that is nothing but memory.
 */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { open } from './webdriver.js';

/** Where there is none, there is nothing to test. */
export const driver = process.env.WEBKIT_DRIVER;

/** Xvfb, and the number it has chosen for its display. */
async function screen() {
  const words = ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const display = await new Promise((resolve, reject) => {
    server.on('error', () => reject(new Error('Xvfb cannot be started: WebKitGTK needs it')));
    server.on('exit', () => reject(new Error('Xvfb ended before it had a display')));
    createInterface(server.stdout).once('line', resolve);
  });
  return { display: `:${display}`, server };
}

/** Opens a window. */
export async function webkit() {
  if (!driver) throw new Error('WEBKIT_DRIVER must say which driver starts WebKit');
  // Safari has a screen of its own.
  if (process.platform === 'darwin') return open(driver, { browserName: 'safari' });
  const { display, server } = await screen();
  try {
    const window = await open(driver, {}, { ...process.env, DISPLAY: display });
    const close = () => window.close().finally(() => server.kill());
    return { ...window, close };
  } catch (error) {
    server.kill();
    throw error;
  }
}
