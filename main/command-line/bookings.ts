// bookings: asks BRP for a list and prints it; when BRP is away, the list as it was last read.
import { missingWords } from '../../shared/brp-wording.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/calls.ts';
import { nextStep } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import { jsonLine, oneLine } from '../../shared/one-line.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { BookingFilter, BookingOutline, MissingPart, ServiceBooking } from '../../shared/service-booking.ts';
import type { App } from '../app/app-ports.ts';
import type { Request } from './arguments.ts';
import { writeOut } from './look.ts';
import { EXIT } from './report.ts';
import type { Notice } from './voice.ts';

const PAGE = 500;

export interface Listed {
  /** Why BRP could not be asked, if it could not. */
  readonly trouble: Failure | null;
  /** What was too large to be listed, in one sentence; empty when nothing was. */
  readonly missing: string;
  readonly exitCode: number;
}

async function ask<N extends CallName>(app: App, name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
  return (await app.serve(name, input)) as Result<CallOutput<N>>;
}

/** One booking for a person to read, on one line. */
export function bookingSentence({ start, end, product, participants, resources, businessunit, order }: ServiceBooking): string {
  const people = participants.map(({ firstname, lastname }) => `${firstname} ${lastname}`.trim()).join(', ');
  const times = `${start.date} ${start.time}${end === null ? '' : `–${end.time}`}`;
  const parts = [
    times,
    product?.name ?? '',
    people,
    resources.map(({ name }) => name).join(', '),
    businessunit?.name ?? '',
    order === null ? '' : `order ${order.number}${order.preliminary ? ' (preliminary)' : ''}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

async function allBookings(app: App, filter: BookingFilter): Promise<Result<ServiceBooking[]>> {
  const all: ServiceBooking[] = [];
  for (;;) {
    const page = await ask(app, 'bookings.page', { filter, offset: all.length, limit: PAGE });
    if (!page.ok) return page;
    all.push(...page.value.map(({ booking }) => booking));
    if (page.value.length < PAGE) return ok(all);
  }
}

/** Lists the bookings that `filter` finds, as JSON, CSV or lines. Times are Stockholm's, but for `asOf`, which is ISO 8601. */
export async function listBookings(
  app: App,
  { json, csv, output }: Request,
  filter: BookingFilter,
  notices: readonly Notice[],
): Promise<Result<Listed>> {
  const refreshed = await ask(app, 'bookings.refresh', { filter });
  const trouble = refreshed.ok ? null : refreshed.failure;
  const outline = await ask(app, 'bookings.outline', { filter });
  if (!outline.ok) return outline;
  const missing = refreshed.ok ? await missingSentence(app, refreshed.value.missing) : '';
  const exitCode =
    missing !== '' ? EXIT.needsPerson : trouble === null ? EXIT.fine : nextStep(trouble) === 'ask' ? EXIT.needsPerson : EXIT.kept;
  const text = csv ? await csvText(app, filter) : await listText(app, filter, outline.value, json ? notices : null);
  if (!text.ok) return text;
  const written = await writeOut(text.value, output);
  return written.ok ? ok({ trouble, missing, exitCode }) : written;
}

async function missingSentence(app: App, missing: readonly MissingPart[]): Promise<string> {
  const choices = await ask(app, 'bookings.choices', {});
  return missingWords(missing, choices.ok ? choices.value.facilities : []);
}

async function csvText(app: App, filter: BookingFilter): Promise<Result<string>> {
  const exported = await ask(app, 'bookings.export', { filter, form: 'csv' });
  return exported.ok ? ok(exported.value.text) : exported;
}

async function listText(
  app: App,
  filter: BookingFilter,
  { asOf, news }: BookingOutline,
  notices: readonly Notice[] | null,
): Promise<Result<string>> {
  const bookings = await allBookings(app, filter);
  if (!bookings.ok) return bookings;
  const { from, to } = filter;
  if (notices === null) return ok(bookings.value.map((booking) => `${oneLine(bookingSentence(booking))}\n`).join(''));
  const known = asOf === null ? null : new Date(asOf).toISOString();
  const { environment } = app.snapshot();
  const missing = news?.missing ?? [];
  return ok(`${jsonLine({ environment, from, to, asOf: known, missing, bookings: bookings.value, notices })}\n`);
}
