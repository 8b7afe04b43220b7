// One booking in the day or the week: when, what, who, which order, and what is special about it. Arrow keys go from one to the next.
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import type { ListedBooking } from '../../shared/booking-view.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';
import { stateWord } from '../../shared/wording.ts';
import { StateMark } from '../outbox/state-mark.tsx';
import { NEWS_WORDS } from './columns.tsx';
import { useBookingView } from './kept-view.tsx';
import { participantOf, timesHere, timesOf } from './words.ts';

interface EntryProps {
  readonly row: ListedBooking;
  readonly onOpen: (booking: ServiceBooking, byKey: boolean) => void;
  readonly style?: CSSProperties;
}

export function Entry({ row: { booking, news, reported }, onOpen, style }: EntryProps): ReactNode {
  const { opened, drafts } = useBookingView();
  const here = timesHere(booking);
  const participant = participantOf(booking);
  const order = booking.order?.number ?? '';
  /** Said to whoever does not see the place in the plan, behind what is written in it. */
  const unseen = [
    booking.end === null ? '' : `until ${booking.end.time.slice(0, 5)}`,
    here === '' ? '' : `${here} here`,
    booking.order?.preliminary ? 'preliminary' : '',
    drafts.has(booking.id) ? 'not saved' : '',
  ].filter((part) => part !== '');
  const words = [
    timesOf(booking),
    here === '' ? '' : `${here} here`,
    booking.product?.name ?? '',
    participant,
    order === '' ? '' : `order ${order}`,
    booking.order?.preliminary ? 'preliminary' : '',
    reported === null ? '' : `result: ${stateWord(reported.state)}`,
    drafts.has(booking.id) ? 'not saved' : '',
    news === null ? '' : NEWS_WORDS[news],
  ].filter((part) => part !== '');
  return (
    <button
      type="button"
      className={booking.order?.preliminary ? 'plan-entry preliminary' : 'plan-entry'}
      style={style}
      title={words.join(' · ')}
      aria-current={opened?.id === booking.id || undefined}
      // A key presses a button without any clicks.
      onKeyDown={moveAmongEntries}
      onClick={(event) => onOpen(booking, event.detail === 0)}
    >
      <span className="plan-entry-line">
        <span className="numeric">{booking.start.time.slice(0, 5)}</span>
        <span>{booking.product?.name ?? participant}</span>
      </span>
      <span className="plan-entry-line quiet">
        {news !== null && <span className="booking-badge news">{NEWS_WORDS[news]}</span>}
        {reported !== null && <StateMark state={reported.state} />}
        <span>{[participant, order].filter((part) => part !== '').join(' · ')}</span>
      </span>
      <span className="out-of-sight"> {unseen.join(', ')}</span>
    </button>
  );
}

/** The nearest entry in the direction of an arrow key takes the focus. */
function moveAmongEntries(event: KeyboardEvent<HTMLElement>): void {
  const across = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const down = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const from = event.currentTarget;
  const plan = from.closest('.plan-scroll');
  if ((across === 0 && down === 0) || plan === null) return;
  const here = from.getBoundingClientRect();
  let best: HTMLElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const entry of plan.querySelectorAll<HTMLElement>('.plan-entry')) {
    const there = entry.getBoundingClientRect();
    const x = there.left - here.left;
    const y = there.top - here.top;
    const ahead = across === 0 ? y * down : x * across;
    if (entry === from || ahead <= 1) continue;
    // What lies in the way counts, and what lies beside it much less.
    const distance = ahead + Math.abs(across === 0 ? x : y) * 3;
    if (distance < least) [best, least] = [entry, distance];
  }
  event.preventDefault();
  best?.focus();
}
