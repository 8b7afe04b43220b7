// Which orders of a person's own file Practice knows, and the sentence that says so: one place, so that the window tells the truth.

/** Such orders Practice does not know. */
export const UNKNOWN_END = '99';
/** Such orders are closed, and refuse every result. */
export const CLOSED_END = '98';

/** The rule, for whoever tries a file of their own; two in a hundred are refused, so that refusals are learned from it too. */
export const PRACTICE_RULE = `Practice knows every order except those that end in ${UNKNOWN_END} and mistyped ones of the sample; those that end in ${CLOSED_END} are closed.`;
