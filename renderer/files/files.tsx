// Every way a file gets in: dropped anywhere, chosen, pasted, or the sample. Each is read and checked;
// nothing is queued before a person says so on its page.
import { Button, Field, Textarea } from '@fluentui/react-components';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { RESULT_FILE_ENDINGS } from '../../shared/file-names.ts';
import { useAct, useCourier, useFailures } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { saveText } from '../link/save-text.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';
import { DropTarget } from './drop-target.tsx';
import { type Files, FilesContext } from './ways-in.ts';

/** Longer texts go in as a file: in bytes, and escaped, they could be too large for a call. */
const MOST_PASTED = 250_000;

const ACCEPTED = [...RESULT_FILE_ENDINGS.map((ending) => `.${ending}`), 'text/csv', 'text/plain'].join(',');

/** Offers the ways in to everything inside, and takes what is dropped on or pasted into the window. */
export function FilesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const courier = useCourier();
  const act = useAct();
  const { report } = useFailures();
  const input = useRef<HTMLInputElement>(null);
  const [asking, ask] = useState(false);
  const [lastDropped, setLastDropped] = useState<readonly number[]>([]);

  const show = useCallback((id: number) => go({ page: 'import', id }), []);

  const open = useCallback(
    async (files: readonly File[]) => {
      const begun: number[] = [];
      // One after the other, so that the first is on show while the others are still on their way.
      for (const file of files) {
        const [answer] = await courier.openFiles([file]);
        if (answer === undefined) continue;
        if (!answer.ok) {
          report(answer.failure);
          continue;
        }
        if (begun.length === 0) show(answer.value.id);
        begun.push(...(answer.value.ids ?? [answer.value.id]));
        setLastDropped([...begun]);
      }
    },
    [courier, report, show],
  );

  const takeText = useCallback(
    async (text: string) => {
      if (text.length > MOST_PASTED) return open([new File([text], 'Pasted rows.csv', { type: 'text/csv' })]);
      const started = await act('import.paste', { text });
      if (started !== null) show(started.id);
    },
    [act, open, show],
  );

  const files = useMemo<Files>(
    () => ({
      lastDropped,
      open,
      takeText,
      browse: () => input.current?.click(),
      askForRows: () => ask(true),
      takeSample: async () => {
        const sample = await act('import.sample', {});
        if (sample !== null) await open([new File([sample.text], sample.name, { type: 'text/csv' })]);
      },
      saveSample: async () => {
        const sample = await act('import.sample', {});
        if (sample !== null) saveText(sample);
      },
    }),
    [lastDropped, open, takeText, act],
  );

  useEffect(() => {
    function onPaste(event: ClipboardEvent): void {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const pasted = event.clipboardData;
      if (pasted === null) return;
      const text = pasted.getData('text/plain');
      if (pasted.files.length > 0) void open([...pasted.files]);
      else if (text.includes('\n')) void takeText(text);
      else ask(true);
      event.preventDefault();
    }
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, [open, takeText]);

  return (
    <FilesContext value={files}>
      {children}
      <input
        ref={input}
        hidden
        type="file"
        multiple
        accept={ACCEPTED}
        aria-label="Choose CSV files or Excel workbooks"
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          if (chosen.length > 0) void open(chosen);
        }}
      />
      <DropTarget files={files} />
      <PasteDialog isOpen={asking} close={() => ask(false)} take={takeText} />
    </FilesContext>
  );
}

interface PasteDialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly take: (text: string) => Promise<void>;
}

function PasteDialog({ isOpen, close, take }: PasteDialogProps): ReactNode {
  const [text, setText] = useState('');
  const [hint, setHint] = useState('');
  function check(): void {
    if (!text.trim().includes('\n')) {
      setHint('Paste at least the line with the column names and one row below it.');
      return;
    }
    close();
    setText('');
    setHint('');
    void take(text);
  }
  return (
    <TitledDialog
      isOpen={isOpen}
      close={close}
      title="Paste rows"
      actions={
        <>
          <Button appearance="primary" onClick={check}>
            Check rows
          </Button>
          <Button onClick={close}>Cancel</Button>
        </>
      }
    >
      <Field
        label="Rows"
        hint="Copy them in Excel together with the line of column names, and paste them here with Ctrl+V."
        {...(hint === '' ? {} : { validationMessage: hint })}
      >
        <Textarea
          rows={8}
          resize="vertical"
          value={text}
          placeholder={'internalOrderRef,bookingResult,bookingDate,inspectorName\nORD-2025-00123,Booked,2025-04-28,Zhang Wei'}
          onChange={(_, data) => setText(data.value)}
        />
      </Field>
    </TitledDialog>
  );
}
