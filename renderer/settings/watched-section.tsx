// The folder that other programs put files into, and what becomes of the files in it.
import { Button, Field, Input, Switch } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, ErrorCircle16Filled, FolderOpen16Regular, Warning16Filled } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { momentWords } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import type { WatchedStatus } from '../../shared/watched-folder.ts';
import { environmentName, wording } from '../../shared/wording.ts';
import { useAct, useNow, useSnapshot } from '../link/courier.tsx';
import { useSettings } from '../link/settings.tsx';
import { TypedSetting } from './setting-fields.tsx';

export function WatchedSection(): ReactNode {
  const { environment, desktop, watched: status } = useSnapshot();
  const act = useAct();
  const { settings, changeWatched } = useSettings();
  const [complaint, complain] = useState('');
  const watched = settings.watched[environment];

  async function turn(patch: Partial<typeof watched>): Promise<void> {
    const failure = await changeWatched(patch);
    complain(failure === null ? '' : `${wording(failure).what} ${wording(failure).todo}`.trim());
  }

  async function choose(): Promise<void> {
    const chosen = await act('desktop.chooseFolder', {});
    if (chosen !== null && chosen.path !== null) await turn({ folder: chosen.path });
  }

  return (
    <section aria-labelledby="settings-watched">
      <h2 id="settings-watched">Watched folder for {environmentName(environment)}</h2>
      <p>
        Files that another program or a colleague puts into this folder are read by themselves, once they have held still for two
        seconds. They are moved to its folder "done" when they were queued.
      </p>
      {desktop === null ? (
        <TypedSetting
          label="Folder"
          hint="The whole path, such as C:\Results or /home/office/results. CSV files and Excel workbooks in it are read."
          kept={watched.folder}
          check={(text) => (text === '' || /^(?:[A-Za-z]:[\\/]|\\\\|\/)/.test(text) ? '' : 'Write the whole path of the folder.')}
          keep={async (folder) => {
            const failure = await changeWatched({ folder, ...(folder === '' ? { on: false } : {}) });
            return failure === null ? '' : wording(failure).what;
          }}
        />
      ) : (
        <>
          <Field label="Folder" hint="CSV files and Excel workbooks in it are read.">
            <Input className="setting-text" readOnly value={watched.folder} placeholder="No folder is chosen." />
          </Field>
          <div className="setting-buttons">
            <Button icon={<FolderOpen16Regular />} onClick={() => void choose()}>
              Choose the folder…
            </Button>
            {watched.folder !== '' && <Button onClick={() => void turn({ folder: '', on: false })}>Forget it</Button>}
          </div>
        </>
      )}
      {/* Why not stands where it was wanted: a bar above the page would be out of sight here, and follow to other pages. */}
      <Field {...(complaint === '' ? {} : { validationMessage: complaint })}>
        <Switch
          label="Watch this folder"
          checked={watched.on}
          disabled={watched.folder === ''}
          onChange={(_, data) => void turn({ on: data.checked })}
        />
      </Field>
      <Field hint="Only files with nothing to repair, to ask or to remark. All others wait for a person, with a report beside them.">
        <Switch
          label="Queue clean files by themselves"
          checked={watched.acceptClean}
          onChange={(_, data) => void turn({ acceptClean: data.checked })}
        />
      </Field>
      <Status status={status} />
    </section>
  );
}

function Status({ status }: { readonly status: WatchedStatus }): ReactNode {
  const now = useNow();
  const { state, folder, lastAt, waiting, left, isFull, notMoved, notRead } = status;
  if (state === 'off') return <p className="quiet">No folder is watched.</p>;
  const looked = lastAt === null ? 'Not looked into yet.' : `Last looked into ${momentWords(lastAt, now)}.`;
  const isThere = state === 'watching';
  const waits =
    waiting === 0 ? 'No file out of it waits for you.' : `${counted(waiting, 'file waits', 'files wait')} for you under Imports.`;
  const more = left === 0 ? '' : ` ${counted(left, 'more file lies', 'more files lie')} in it.`;
  const until = left === 0 || !isFull ? '' : ' No more are taken up before some of those that wait are queued or put aside.';
  return (
    <div className="setting-test" role="status">
      <span className={isThere ? 'works' : 'fails'}>
        {isThere ? <CheckmarkCircle16Filled /> : <ErrorCircle16Filled />}
        {isThere
          ? `Watching ${folder}. ${looked} ${waits}${more}${until}`
          : `${folder} cannot be reached. ${looked} Check that it is there and that you may open it; it is tried again by itself.`}
      </span>
      {notMoved.length > 0 && (
        <span className="fails">
          <Warning16Filled />
          {counted(notMoved.length, 'queued file')} could not be moved to "done", and will not be queued again:{' '}
          {notMoved.join(', ')}
        </span>
      )}
      {notRead.length > 0 && (
        <span className="fails">
          <Warning16Filled />
          {counted(notRead.length, 'entry is', 'entries are')} no plain file (a link, a folder, a pipe or a device), and not read:{' '}
          {notRead.join(', ')}
        </span>
      )}
    </div>
  );
}
