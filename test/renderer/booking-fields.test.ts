// The folded part of the pane names every field that BRP's page has, with its value.
import { describe, expect, it } from 'vitest';
import { fieldsOfBooking } from '../../renderer/bookings/every-field.tsx';
import { booking } from '../support/make-bookings.ts';

describe('all fields of a booking', () => {
  it('names every field of the page', () => {
    const shown = fieldsOfBooking(
      booking(12, '2025-04-28', {
        resources: [
          { id: 21, name: 'Emma Clarke', type: 'Personal', isemployee: true, employee: { id: 41, name: 'Emma Clarke' } },
        ],
        externalmessage: 'two\nlines',
      }),
    );
    const values = Object.fromEntries(shown);
    expect(values).toMatchObject({
      'Booking ID': '12',
      'Order ID': '412',
      'Order number': '312',
      Preliminary: 'no',
      'Facility ID': '11',
      'Product ID': '23',
      'Product number': '2301',
      'Resource: ID': '21',
      'Resource: type': 'Personal',
      'Resource: is an employee': 'yes',
      'Resource: employee': 'Emma Clarke (ID 41)',
      'External message': 'two\nlines',
      'Internal message': 'none',
      'Participant: ID': '22',
      'Participant: person ID': '23',
      'Participant: first name': 'John',
      'Participant: last name': 'Doe',
    });
    expect(values.Start).toContain('2025-04-28 15:00');
  });

  it('tells several apart, and says what BRP left out', () => {
    const person = { id: null, personid: null, firstname: '', lastname: '' };
    const names = fieldsOfBooking(booking(12, '2025-04-28', { order: null, end: null, participants: [person, person] }));
    expect(names).toContainEqual(['Participant 2: person ID', 'none']);
    expect(names).toContainEqual(['Order ID', 'none']);
    expect(names).toContainEqual(['End', 'none']);
  });
});
