// @ts-check
/** A Firefox without a window: FIREFOX and GECKODRIVER say which programs. */

import { existsSync } from 'node:fs';
import { open } from './webdriver.js';

const usual = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Nothing listens there, so that whoever asks for anything gets no answer. */
const NOWHERE = { proxyType: 'manual', httpProxy: '127.0.0.1:9', sslProxy: '127.0.0.1:9' };

/**
 * Opens a Firefox that reaches nothing but this machine, or not even that.
 * @param {{ offline?: boolean }} [options]
 */
export function firefox({ offline = false } = {}) {
  const binary = process.env.FIREFOX ?? usual.find(existsSync);
  return open(process.env.GECKODRIVER ?? 'geckodriver', {
    'moz:firefoxOptions': {
      ...(binary && { binary }),
      args: ['-headless'],
      prefs: { 'network.proxy.allow_hijacking_localhost': offline },
    },
    proxy: NOWHERE,
  });
}
