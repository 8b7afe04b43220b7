// What the machine says of itself: here, that its network went away and came back.
import { expect, test } from 'vitest';
import { createNetwork, osEncodingOf, signedInName } from '../../main/base/machine.ts';
import { handClock } from '../support/make.ts';

test('a network that goes and comes back is noticed while somebody listens, and only then looked at', async () => {
  const clock = handClock();
  let up = true;
  let looks = 0;
  const network = createNetwork(clock, () => {
    looks += 1;
    return up;
  });
  const heard: boolean[] = [];
  const stop = network.onChange(() => heard.push(network.isOnline()));
  await clock.advance(60_000);
  expect(heard).toEqual([]);
  up = false;
  await clock.advance(10_000);
  up = true;
  await clock.advance(10_000);
  expect(heard).toEqual([false, true]);
  stop();
  const before = looks;
  await clock.advance(60_000);
  expect(looks).toBe(before);
  up = false;
  expect(network.isOnline()).toBe(false);
});

test('the signed-in person has a name here', () => {
  expect(signedInName()).toMatch(/./);
});

test('the encoding that programs of this machine save in follows its language', () => {
  const encodings = ['zh-CN', 'zh', 'zh-TW', 'zh-Hant-HK', 'sv-SE', 'en-GB'].map(osEncodingOf);
  expect(encodings).toEqual(['GB18030', 'GB18030', 'Big5', 'Big5', 'windows-1252', 'windows-1252']);
});
