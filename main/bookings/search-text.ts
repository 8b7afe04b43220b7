// The text of a booking that a search looks through.
import type { ServiceBooking } from '../../shared/service-booking.ts';

/** What a search looks through: product, participants, resources, messages and order number, in lower case. */
export function searchTextOf({
  product,
  participants,
  resources,
  externalmessage,
  internalmessage,
  order,
}: ServiceBooking): string {
  const texts = [
    product?.name,
    product?.number,
    ...participants.map(({ firstname, lastname }) => `${firstname} ${lastname}`),
    ...resources.flatMap(({ name, employee }) => [name, employee?.name]),
    externalmessage,
    internalmessage,
    order?.number,
  ];
  return texts
    .filter((text) => text !== undefined && text.trim() !== '')
    .join('\n')
    .toLowerCase();
}
