// What inside of a row has keys and clicks of its own.

/** Whether a press or click is meant for a control and not for its row. */
export function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input, select, textarea') !== null;
}
