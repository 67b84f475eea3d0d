// @ts-check
/** What the figures are called where there is no heading of the page. @type {Record<string, string>} */
export const NAMES = {
  toy: 'Two weights',
  linear: 'Linear network',
  mnist: 'Laboratory, MNIST',
};
