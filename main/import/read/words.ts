// The words people write for the two results, and which of the two they can only mean. Pure.
import { BOOKING_RESULTS } from '../../../shared/booking-result.ts';

type ResultWord = (typeof BOOKING_RESULTS)[number];

const WORDS: Readonly<Record<ResultWord, readonly string[]>> = {
  Booked: ['booked', 'bokad', 'bokat', 'bokade', '已预订', '已预定', '已预约', '已預訂', '已預約', '预订成功', '预约成功'],
  Unavailable: [
    'unavailable',
    'notavailable',
    'ejtillgänglig',
    'ejtillgängligt',
    'intetillgänglig',
    'intetillgängligt',
    'otillgänglig',
    'otillgängligt',
    '不可用',
    '无法预订',
    '无法预约',
    '無法預訂',
    '無法預約',
  ],
};
const MEANING = new Map(BOOKING_RESULTS.flatMap((result) => WORDS[result].map((word) => [word, result] as const)));

/** A word without its case, spacing and punctuation, and without full-width letters. */
export function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, '');
}

/** The result that a word can only mean, in any case and with any punctuation; null when that is not certain. */
export function resultWord(text: string): ResultWord | null {
  return MEANING.get(plainWord(text)) ?? null;
}
