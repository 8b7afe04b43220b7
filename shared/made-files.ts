// Files that the window makes itself: the sample, and rows that were pasted. They lie nowhere on the computer.

/** More than anybody pastes; what a person has in a real file may be far larger. */
export const MAX_MADE_BYTES = 64 * 1024 * 1024;
