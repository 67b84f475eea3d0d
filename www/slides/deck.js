// @ts-check
/**
 * The seminar as slides. One document, three ways to see it: the deck; `?speaker`, its notes in a
 * window of their own; `?print-pdf`, a page for each slide with posters in place of figures, and with
 * `&notes` a hand-out.
 */

import { keepSite } from '../src/service/register.js';
import { present } from './present.js';
import { print } from './print.js';
import { speak } from './speaker.js';

keepSite('../sw.js');

const ask = new URLSearchParams(location.search);

if (ask.has('speaker')) speak(ask.get('speaker') ?? '');
else if (ask.has('print-pdf')) print(ask.has('notes'));
else present();
