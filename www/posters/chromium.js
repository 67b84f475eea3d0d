// @ts-check
/** A Chromium without a window: CHROMIUM says which, else one from the usual places. */

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @param {string[]} more arguments */
export const launch = (...more) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? USUAL.find(existsSync),
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
