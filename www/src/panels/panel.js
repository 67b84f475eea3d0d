// @ts-check
/**
 * What a panel is: something that is shown of a race besides its curves. Its numbers are asked of
 * the rules' own workers whenever something new was seen, and belong to the newest step.
 */

/** @typedef {import('../elements/mnist.js').FeedbackMnist} Figure */
/** @typedef {import('../workers/serve.js').Operation} Operation */

/**
 * @typedef {object} Question
 * @property {string} rule whose worker is asked
 * @property {(session: string) => Operation[]} operations `session` is the handle of its network,
 *   `digits` that of the digits
 */

/**
 * @typedef {object} Panel
 * @property {string} id
 * @property {string} label
 * @property {(figure: Figure) => Question[]} [asks] what it has to know; nothing where it knows it
 * @property {(figure: Figure, answer: Answer) => any} [follow] what has to be found out or done
 *   once there is an answer, before it is shown; its promise becomes `more`
 * @property {(figure: Figure, answer: Answer | undefined) => unknown} body the template
 * @property {boolean} [whole] it takes the whole row where there are two columns
 * @property {(figure: Figure, answer: Answer | undefined) => import('../export/csv.js').Column[]} [columns]
 *   its numbers for a file
 */

/**
 * @typedef {object} Answer
 * @property {number} step
 * @property {string[]} rules who was asked
 * @property {number} layer that was chosen
 * @property {any[][]} results of the operations, by question
 * @property {Question[]} questions
 * @property {any} [more]
 */

/** The rule that panels are about: the chosen one if it races. @param {Figure} figure */
export const inFocus = (figure) => racing(figure, figure.now.focus) ?? figure.tracks[0]?.rule;

/** The rule that it is compared with, if any. @param {Figure} figure */
export function beside(figure) {
  const rule = racing(figure, figure.now.versus);
  return rule === inFocus(figure) ? undefined : rule;
}

/** Both. @param {Figure} figure @returns {string[]} */
export const compared = (figure) =>
  [inFocus(figure), beside(figure)].filter((rule) => rule !== undefined);

/** @param {Figure} figure @param {string} rule */
const racing = ({ tracks }, rule) => tracks.find((track) => track.rule === rule)?.rule;

/** The abbreviation of a rule. @param {Figure} figure @param {string | undefined} id */
export const shortName = ({ rules }, id) => rules.find((rule) => rule.id === id)?.short ?? '';

/** The hidden layer that panels are about, if the network has one. @param {Figure} figure */
export const layerOf = ({ now }) => Math.min(now.layer, now.hidden.length);

/**
 * The step that a panel is about. Of those before it there are no weights any more.
 * @param {Figure} figure
 * @param {Answer} answer
 */
export const stepOf = ({ looked, playing }, { step }) =>
  playing || step === looked ? `step ${step}` : `step ${step}, the newest`;
