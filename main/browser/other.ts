// The way to the Booking Courier that already has a home: it is asked for an address that opens its window.
import { z } from 'zod';
import { occupantOf } from '../base/home.ts';
import { connect } from '../base/http.ts';

const Ticket = z.object({ value: z.object({ path: z.string().regex(/^\/enter\/[\w-]+$/) }) });
const ANSWER_TIMEOUT_MS = 3_000;

/** An address that opens the window of the one at `home`, or null when it has none or does not answer. */
export async function windowOfOther(home: string): Promise<string | null> {
  const [origin = '', key = ''] = (occupantOf(home)?.url ?? '').split('/#key=');
  if (!/^http:\/\/127\.0\.0\.1:\d+$/.test(origin)) return null;
  const connection = connect(origin);
  const answer = await connection.request({
    method: 'POST',
    path: '/ticket',
    headers: { 'X-Courier-Key': key },
    timeoutMs: ANSWER_TIMEOUT_MS,
  });
  connection.close();
  if (!answer.ok || answer.value.status !== 200) return null;
  const ticket = Ticket.safeParse(JSON.parse(answer.value.text));
  return ticket.success ? origin + ticket.data.value.path : null;
}
