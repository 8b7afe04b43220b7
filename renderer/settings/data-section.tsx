// Where everything is kept, and the text that helps whoever is asked for help: read first, then saved or copied.
import { Button, Field, Textarea } from '@fluentui/react-components';
import { ArrowDownload16Regular, Copy16Regular, DocumentText16Regular, FolderOpen16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../shared/calls.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { copyText } from '../link/copy-text.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { saveText } from '../link/save-text.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';

const PASSWORDS: Record<Snapshot['brpAccount']['kept'], string> = {
  keychain: 'Passwords are in the keychain.',
  'this-run-only': 'Passwords are not in it: without a keychain they are kept until Booking Courier is closed.',
  'not-needed': 'Passwords are never in it.',
};

export function DataSection(): ReactNode {
  const { dataFolder, desktop, brpAccount } = useSnapshot();
  const act = useAct();
  const [diagnostics, show] = useState<CallOutput<'diagnostics.build'> | null>(null);
  return (
    <section aria-labelledby="settings-data">
      <h2 id="settings-data">Data and help</h2>
      <p>
        Everything is kept in <span className="data-folder">{dataFolder}</span>
        <span className="setting-what">
          Results, receipts, a backup for each of the last seven days, and the log. {PASSWORDS[brpAccount.kept]}
        </span>
      </p>
      <div className="setting-buttons">
        {desktop !== null && (
          <Button icon={<FolderOpen16Regular />} onClick={() => void act('desktop.showDataFolder', {})}>
            Open the folder
          </Button>
        )}
        <Button icon={<DocumentText16Regular />} onClick={async () => show(await act('diagnostics.build', {}))}>
          Save diagnostics…
        </Button>
      </div>
      {diagnostics !== null && <DiagnosticsDialog diagnostics={diagnostics} close={() => show(null)} />}
    </section>
  );
}

interface DiagnosticsDialogProps {
  readonly diagnostics: CallOutput<'diagnostics.build'>;
  readonly close: () => void;
}

function DiagnosticsDialog({ diagnostics, close }: DiagnosticsDialogProps): ReactNode {
  const [isCopied, setCopied] = useState(false);
  return (
    <TitledDialog
      isOpen={true}
      close={close}
      title="Diagnostics"
      className="diagnostics"
      actions={
        <>
          <Button
            appearance="primary"
            icon={<ArrowDownload16Regular />}
            onClick={() => {
              saveText(diagnostics);
              close();
            }}
          >
            Save
          </Button>
          <Button icon={<Copy16Regular />} onClick={() => setCopied(copyText(diagnostics.text))}>
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
          <Button onClick={close}>Close</Button>
        </>
      }
    >
      <Field
        label="This is all that is saved. Nothing is sent; give the file to whoever helps you."
        hint="Passwords, keys, accounts, names, orders and file names are not in it."
      >
        <Textarea className="diagnostics-text" readOnly rows={18} value={diagnostics.text} />
      </Field>
    </TitledDialog>
  );
}
