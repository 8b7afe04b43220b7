// Several bookings as results, looked over before they are queued: what is new is ticked, what changes something told before is not.
import { Button, Checkbox } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { BookingResult } from '../../shared/booking-result.ts';
import { isPlain, type ReportRow } from '../../shared/booking-several.ts';
import { counted } from '../../shared/numbers.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { useAct, useQuery } from '../link/courier.tsx';
import { TitledDialog } from '../link/titled-dialog.tsx';
import { participantOf, shortDay, timesOf } from './words.ts';
import './report-several.css';

interface ReportSeveralProps {
  readonly ask: BookingAsk;
  readonly ids: readonly number[];
  readonly word: BookingResult['bookingResult'];
  readonly close: () => void;
  /** They are queued. */
  readonly done: () => void;
}

/** What a person must know of a row before it is ticked. */
function remarksOf({ problem, told, isSame, isDouble, booking, result }: ReportRow): string[] {
  if (problem !== '') return [problem];
  return [
    told === null ? '' : `${told.isDelivered ? 'BasicPSF was told' : 'On its way is'} ${told.told}. This would change it.`,
    isSame ? 'Told already, exactly so.' : '',
    isDouble ? 'Another of these bookings has the same order; the later one counts.' : '',
    result.bookingResult === 'Booked' && booking.order?.preliminary ? 'The order is preliminary in BRP.' : '',
  ].filter((remark) => remark !== '');
}

export function ReportSeveral({ ask, ids, word, close, done }: ReportSeveralProps): ReactNode {
  const act = useAct();
  const { value } = useQuery('bookings.reportPreview', { ask, ids: [...ids], word });
  const [ticks, setTicks] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [busy, setBusy] = useState(false);
  const rows = value ?? [];
  const isTicked = (row: ReportRow): boolean => row.problem === '' && (ticks.get(row.id) ?? isPlain(row));
  const chosen = rows.filter(isTicked);
  const lost = value === null ? 0 : ids.length - rows.length;

  async function queue(): Promise<void> {
    setBusy(true);
    const queued = await act('bookings.report', {
      rows: chosen.map(({ booking, result, told }) => ({
        orderNumber: booking.order?.number ?? '',
        result,
        over: told?.seq ?? null,
      })),
    });
    setBusy(false);
    if (queued === null) return;
    close();
    done();
  }

  return (
    <TitledDialog
      isOpen
      close={close}
      title={`Report ${counted(ids.length, 'booking')} as ${word}`}
      className="report-several"
      actions={
        <>
          <Button appearance="primary" disabled={busy || chosen.length === 0} onClick={() => void queue()}>
            Queue {counted(chosen.length, 'result')}
          </Button>
          <Button onClick={close}>Cancel</Button>
        </>
      }
    >
      {lost > 0 && <p className="booking-wrong">{counted(lost, 'booking is', 'bookings are')} not in the list any more.</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="out-of-sight">Queue</span>
            </th>
            <th scope="col">Booking</th>
            <th scope="col">Order</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { id, booking, result, problem } = row;
            const name = [
              `${shortDay(booking.start.date)} ${timesOf(booking)}`,
              booking.product?.name ?? participantOf(booking),
            ].join(', ');
            return (
              <tr key={id}>
                <td>
                  <Checkbox
                    aria-label={`Queue ${name}`}
                    checked={isTicked(row)}
                    disabled={problem !== ''}
                    onChange={(_, data) => setTicks((last) => new Map(last).set(id, data.checked === true))}
                  />
                </td>
                <td>{name}</td>
                <td>{result.internalOrderRef || 'none'}</td>
                <td>
                  {[result.bookingResult, result.bookingDate, result.inspectorName].filter((part) => part !== '').join(', ')}
                  {remarksOf(row).map((remark) => (
                    <span key={remark} className={problem === '' ? 'remark' : 'remark bad'}>
                      {remark}
                    </span>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TitledDialog>
  );
}
