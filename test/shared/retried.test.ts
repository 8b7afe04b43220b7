// What came of sending results again, in a sentence.
import { describe, expect, it } from 'vitest';
import { isOver, retriedWords } from '../../shared/retried.ts';

describe('what came of a retry', () => {
  it('is said in one sentence, the good first', () => {
    const retried = [
      { state: 'refused', count: 2 },
      { state: 'delivered', count: 10 },
    ] as const;
    expect(retriedWords(retried)).toBe('12 results retried: 10 delivered, 2 refused again.');
    expect(retriedWords([{ state: 'delivered', count: 1 }])).toBe('1 result retried: 1 delivered.');
    expect(retriedWords([{ state: 'waiting', count: 1204 }])).toBe('1,204 results retried: 1,204 waiting.');
  });

  it('waits for the last answer, unless nothing goes out for now', () => {
    const half = [
      { state: 'delivered', count: 10 },
      { state: 'waiting', count: 2 },
    ] as const;
    expect(isOver(half, 'waiting')).toBe(false);
    expect(isOver(half, 'paused')).toBe(true);
    expect(isOver(half, 'offline')).toBe(true);
    expect(isOver([{ state: 'delivered', count: 12 }], 'idle')).toBe(true);
    expect(isOver([{ state: 'unconfirmed', count: 12 }], 'idle')).toBe(true);
  });
});
