// @ts-check
/** A Chromium without a window: CHROMIUM says which, else one from the usual places. */

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * What a browser without a window need not have. The address bar's suggestions are a page of their
 * own in every window: a sixth of the processor's time of all tests. (The last list of features
 * counts: those that Playwright would turn off, and that touch a page, stand here again.)
 */
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate',
];

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
      `--disable-features=${WITHOUT}`,
      ...more,
    ],
  });
