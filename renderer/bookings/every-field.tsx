// Everything that BRP says of a booking, in its own words, for whoever compares the two or reads an ID out to a colleague.
// Folded at first: the facts above are what the day needs.
import type { ReactNode } from 'react';
import type { ServiceBooking, TimePoint } from '../../shared/service-booking.ts';
import './every-field.css';

type Field = readonly [name: string, value: string];

function idOf(id: number | null | undefined): string {
  return id === null || id === undefined ? 'none' : String(id);
}

function yes(value: boolean): string {
  return value ? 'yes' : 'no';
}

function momentOf(point: TimePoint | null): string {
  return point === null ? 'none' : `${point.datetime} (timestamp ${point.timestamp})`;
}

/** Every field of the API page with its value, in the page's order; `none` is what BRP left out. */
export function fieldsOfBooking(booking: ServiceBooking): Field[] {
  const { id, order, businessunit, start, end, product, resources, externalmessage, internalmessage, participants } = booking;
  return [
    ['Booking ID', String(id)],
    ['Order ID', idOf(order?.id)],
    ['Order number', order?.number || 'none'],
    ['Preliminary', yes(order?.preliminary === true)],
    ['Facility ID', idOf(businessunit?.id)],
    ['Facility', businessunit?.name || 'none'],
    ['Start', momentOf(start)],
    ['End', momentOf(end)],
    ['Product ID', idOf(product?.id)],
    ['Product', product?.name || 'none'],
    ['Product number', product?.number || 'none'],
    ...resources.flatMap(({ name, type, isemployee, employee, ...resource }, n): Field[] => {
      const which = resources.length === 1 ? 'Resource' : `Resource ${n + 1}`;
      return [
        [which, name || 'none'],
        [`${which}: ID`, idOf(resource.id)],
        [`${which}: type`, type || 'none'],
        [`${which}: is an employee`, yes(isemployee)],
        [`${which}: employee`, employee === null ? 'none' : `${employee.name} (ID ${idOf(employee.id)})`],
      ];
    }),
    ['External message', externalmessage || 'none'],
    ['Internal message', internalmessage || 'none'],
    ...participants.flatMap(({ personid, firstname, lastname, ...participant }, n): Field[] => {
      const which = participants.length === 1 ? 'Participant' : `Participant ${n + 1}`;
      return [
        [`${which}: ID`, idOf(participant.id)],
        [`${which}: person ID`, idOf(personid)],
        [`${which}: first name`, firstname || 'none'],
        [`${which}: last name`, lastname || 'none'],
      ];
    }),
  ];
}

export function EveryField({ booking }: { readonly booking: ServiceBooking }): ReactNode {
  return (
    <section className="pane-part">
      <details className="booking-every">
        <summary>All fields of BRP</summary>
        <dl className="pane-facts">
          {fieldsOfBooking(booking).map(([name, value]) => (
            <div key={name} className="booking-fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
