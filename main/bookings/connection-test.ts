// "Test connection": asks BRP for today's bookings and says in one sentence how it went. Nothing is changed there.
import { brpWording } from '../../shared/brp-wording.ts';
import { counted } from '../../shared/phrases.ts';
import { stockholmToday } from '../../shared/stockholm-time.ts';
import { type BrpPorts, withBrp } from './brp.ts';

/** Lists the bookings of today in Stockholm. A level 3 key without a person can list nobody's own, so the person is asked for first. */
export async function testBrpConnection(ports: BrpPorts): Promise<{ works: boolean; sentence: string }> {
  const { level, personid, facilities } = ports.settings();
  if (level === 3 && personid === null) {
    return { works: false, sentence: 'A level 3 key acts for a person: enter the person ID under Settings, then test again.' };
  }
  const today = stockholmToday(ports.clock.now());
  const listed = await withBrp(ports, (brp) =>
    brp.listServiceBookings({ ask: { mode: 'mine' }, from: today, to: today, facilities }),
  );
  if (listed.ok)
    return { works: true, sentence: `All well: BRP answered with ${counted(listed.value.bookings.length, 'booking')} of today.` };
  const { what, todo } = brpWording(listed.failure);
  return { works: false, sentence: todo === '' ? what : `${what} ${todo}` };
}
