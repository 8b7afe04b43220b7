// A day as it is written here, YYYY-MM-DD, to be typed or picked. The picker is the browser's own: a date field by itself would write
// the day in the order of the browser's language, and a calendar of our own would weigh more than this whole page.
import { Button, Input } from '@fluentui/react-components';
import { CalendarLtr16Regular } from '@fluentui/react-icons';
import { type ReactNode, useRef } from 'react';

interface DayFieldProps {
  readonly label: string;
  readonly day: string;
  readonly isWrong: boolean;
  readonly onChange: (day: string) => void;
}

export function DayField({ label, day, isWrong, onChange }: DayFieldProps): ReactNode {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <span className="booking-day-field">
      <Input
        placeholder="YYYY-MM-DD"
        aria-label={label}
        value={day}
        aria-invalid={isWrong}
        onChange={(_, data) => onChange(data.value)}
        contentAfter={
          <Button
            size="small"
            appearance="transparent"
            icon={<CalendarLtr16Regular />}
            aria-label={`Pick the ${label.toLowerCase()}`}
            onClick={() => picker.current?.showPicker()}
          />
        }
      />
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        className="booking-day-picker"
        value={day}
        onChange={(event) => event.target.value !== '' && onChange(event.target.value)}
      />
    </span>
  );
}
