// As long as nothing has come in: what this is in three sentences, a file to try it with, and the way to real accounts.
import { Button } from '@fluentui/react-components';
import { DocumentCsv20Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { PRACTICE_RULE } from '../../shared/practice-rule.ts';
import { SAMPLE_TYPE, useFiles } from '../files/ways-in.ts';
import { go } from '../link/route.ts';
import './welcome.css';

export function Welcome(): ReactNode {
  const files = useFiles();
  return (
    <div className="page">
      <div className="welcome">
        <h1>Welcome to Booking Courier</h1>
        <p>
          Drop a CSV file or an Excel workbook of booking results anywhere in this window, and every row is checked before
          anything is sent. Results are kept safe on this computer and delivered to BasicPSF, also when the network was away for
          hours. You see what was confirmed, what waits, and what needs you, with the reason.
        </p>
        <h2>Try it now: Practice is built in, and nothing in it reaches BasicPSF</h2>
        <div className="welcome-try">
          <figure
            className="welcome-tile"
            draggable
            title="Drag this file and drop it anywhere in the window"
            onDragStart={(event) => {
              event.dataTransfer.setData(SAMPLE_TYPE, '1');
              event.dataTransfer.effectAllowed = 'copy';
            }}
          >
            <DocumentCsv20Regular />
            <span>Sample file</span>
            <span className="quiet">Drag me anywhere</span>
          </figure>
          <div className="welcome-buttons">
            <Button appearance="primary" onClick={() => void files.takeSample()}>
              Use the sample file
            </Button>
            <Button onClick={() => void files.saveSample()}>Save the sample</Button>
            <Button onClick={files.browse}>Browse…</Button>
          </div>
        </div>
        <p className="quiet">A file of your own works too. {PRACTICE_RULE}</p>
        <h2>When you are ready for real accounts</h2>
        <p>Choose Test or Production under Settings, and enter the BasicPSF account that the PPS integration team gave you.</p>
        <div className="empty-actions">
          <Button onClick={() => go({ page: 'settings' })}>Set up an account</Button>
        </div>
      </div>
    </div>
  );
}
