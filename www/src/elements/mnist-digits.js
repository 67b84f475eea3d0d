// @ts-check
/** The line that says which digits are in use, and where others can be had. */

import { html, nothing } from 'lit';
import { fixed } from '../charts/frame.js';
import { FILES, HOST, size } from '../workers/mirror.js';
import { FROM } from './digit-source.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */

const mega = (/** @type {number} */ bytes) => fixed(bytes / 1e6, 1);

const DOING = {
  page: "Loading this page's digits",
  mirror: `Fetching from ${HOST}`,
  given: 'Reading your files',
};

/** @param {Mnist} figure */
export function digits(figure) {
  const { state, got, of, why, train, check, from, note } = figure.digits;
  if (state === 'loading')
    return html`<div class="digits">${progress('Loading the digits', got, of)}</div>`;
  if (state === 'missing')
    return html`<div class="notice digits" role="alert">
      <p>
        <strong>The digits are not here:</strong> ${why}.
        <code>cargo xtask digits</code> makes them; or drop the four IDX files of MNIST here.
      </p>
      <button type="button" @click=${() => figure.recover()}>Try again</button> ${others(figure)}
    </div>`;
  if (state === 'ready')
    return html`<div class="digits">
      <p>
        Trained on ${train} digits from ${from}; accuracy and loss on ${check} others, never trained
        on. ${note}
      </p>
      ${figure.controls === 'full' || figure.underway ? others(figure) : nothing}
    </div>`;
  if (figure.failure) return nothing;
  return html`<div class="digits"><p>The digits load when the figure comes near.</p></div>`;
}

/** Other digits, or how far they have come. @param {Mnist} figure */
function others(figure) {
  const { underway, kept, digits } = figure;
  if (underway)
    return html`<div class="buttons">
      ${progress(DOING[underway.source], underway.got, underway.of)}
      <button type="button" @click=${() => figure.cancelDownload()}>Cancel</button>
    </div>`;
  return html`<div class="buttons">
    ${
      digits.from === FROM.mirror
        ? nothing
        : html`<button type="button" @click=${() => figure.useMirror()}>${
            kept
              ? 'Use all 70,000 digits (kept in this browser)'
              : `Fetch all 70,000 digits (${mega(size(FILES))} MB from ${HOST})`
          }</button>`
    }
    ${
      digits.state === 'ready' && digits.from !== FROM.page
        ? html`<button type="button" @click=${() => figure.usePage()}>Use this page's digits again</button>`
        : nothing
    }
    ${
      kept
        ? html`<button
            type="button"
            title="Deletes the 70,000 digits from this browser’s cache"
            @click=${() => figure.forgetDigits()}
          >Forget them</button>`
        : nothing
    }
    <label class="pick">
      <input
        type="file"
        multiple
        @change=${(/** @type {any} */ event) => {
          figure.useFiles([...event.target.files]);
          // So that the same name can be chosen again.
          event.target.value = '';
        }}
      />
      <span>Use your own IDX files…</span>
    </label>
  </div>`;
}

/** @param {string} label @param {number} got @param {number} of NaN while unknown */
function progress(label, got, of) {
  const counted = of > 0;
  const said = counted ? `${label}: ${mega(got)} of ${mega(of)} MB` : `${label}…`;
  return html`<progress
      max="1"
      value=${counted ? got / of : nothing}
      aria-label=${label}
    ></progress>
    <p>${got < of || !counted ? said : 'Preparing the digits…'}</p>`;
}

/**
 * A button that had the focus may go away with what is about to change: then the first one that
 * is there has it.
 * @param {Mnist} figure
 */
export async function keepFocus(figure) {
  const focused = () =>
    /** @type {ShadowRoot} */ (figure.renderRoot).activeElement?.closest('.digits');
  if (!focused()) return;
  await figure.updateComplete;
  if (focused()) return;
  /** @type {HTMLElement | null} */ (figure.renderRoot.querySelector('.digits button'))?.focus();
}
