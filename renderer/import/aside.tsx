// A file that a person put aside: nothing that was done to it is lost. It is taken up again with every repair and answer, or
// discarded for good, which is asked in so many words.
import { Button } from '@fluentui/react-components';
import { ArrowUndo16Regular, Delete16Regular } from '@fluentui/react-icons';
import { type ReactNode, useCallback, useState } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import { counted } from '../../shared/numbers.ts';
import { useAct } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';
import { importSubject, useUndo } from '../link/undo.tsx';

/** The name that the act of putting a file aside goes by. */
function asideSubject(id: number): string {
  return `aside ${id}`;
}

/** Takes up a file again and shows it; null when that could not be. */
export function useTakeUp(): (id: number) => Promise<ImportSummary | null> {
  const act = useAct();
  const { close } = useUndo();
  return useCallback(
    async (id) => {
      const file = await act('import.resume', { id });
      if (file === null) return null;
      close(asideSubject(id));
      go({ page: 'import', id });
      return file;
    },
    [act, close],
  );
}

/** Puts a file in review aside, or gives one up that is being read; answers whether that was done. */
export function usePutAside(): (file: ImportSummary) => Promise<boolean> {
  const act = useAct();
  const takeUp = useTakeUp();
  const { offer } = useUndo();
  return useCallback(
    async ({ id, name, phase }) => {
      if ((await act('import.cancel', { id })) === null) return false;
      if (phase === 'review') {
        const takeBack = async (): Promise<{ count: number } | null> => ((await takeUp(id)) === null ? null : { count: 1 });
        offer(`${name} put aside.`, takeBack, asideSubject(id));
      }
      return true;
    },
    [act, offer, takeUp],
  );
}

/** What was done to a file, as a part of a sentence; empty when nothing was. */
function workOn({ reading, repaired }: ImportSummary): string {
  const answers = reading?.chosen.length ?? 0;
  return [repaired > 0 ? counted(repaired, 'repaired row') : '', answers > 0 ? counted(answers, 'answer') : '']
    .filter((part) => part !== '')
    .join(' and ');
}

/** The page of a file that was put aside. */
export function Aside({ file }: { readonly file: ImportSummary }): ReactNode {
  const { id, name } = file;
  const act = useAct();
  const takeUp = useTakeUp();
  const { close } = useUndo();
  const [isAsking, ask] = useState(false);
  const work = workOn(file);

  async function discard(): Promise<void> {
    ask(false);
    if ((await act('import.discard', { id })) === null) return;
    close(asideSubject(id));
    close(importSubject(id));
  }

  return (
    <div className="empty">
      <h2>This file was put aside.</h2>
      <p>Nothing of it was queued. {work === '' ? 'It' : `It is kept with ${work}, and`} can be taken up again at any time.</p>
      <div className="empty-actions" data-next-focus="">
        <Button appearance="primary" icon={<ArrowUndo16Regular />} onClick={() => void takeUp(id)}>
          Take it up again
        </Button>
        <Button icon={<Delete16Regular />} onClick={() => ask(true)}>
          Discard it…
        </Button>
        <Button onClick={() => go({ page: 'imports' })}>Show all imports</Button>
      </div>
      <TitledDialog
        isOpen={isAsking}
        close={() => ask(false)}
        title={`Discard ${name}?`}
        actions={
          <>
            <Button appearance="primary" onClick={() => ask(false)}>
              Keep it
            </Button>
            <Button onClick={() => void discard()}>Discard it</Button>
          </>
        }
      >
        {work === '' ? 'What was read of it' : `What was read of it, and ${work},`} will be gone for good. The file itself stays
        where it came from.
      </TitledDialog>
    </div>
  );
}
