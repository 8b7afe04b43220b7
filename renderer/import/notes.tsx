// What was understood without asking, and what else is worth knowing before deciding. Many of them are folded away.
import { Button, Link } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronRight16Regular, Info16Regular, Warning16Filled } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { ImportSummary, RepairGroup } from '../../shared/import.ts';
import type { NoteKind, ReadingNote } from '../../shared/reading.ts';
import { useSnapshot } from '../link/courier.tsx';
import './notes.css';
import { momentWords } from '../../shared/moments.ts';
import { noteSentence } from '../../shared/note-words.ts';
import { counted } from '../../shared/numbers.ts';
import { go } from '../link/route.ts';
import { isWorthALook } from './reading-words.ts';

const MOST_OPEN = 2;

function inLine(note: ReadingNote): ReactNode {
  return (
    <li key={note.kind}>
      <Info16Regular />
      {noteSentence(note)}
    </li>
  );
}

interface NotesProps {
  readonly file: ImportSummary;
  /** While something is asked, the reading is no more than a proposal, and nothing was understood yet. */
  readonly isAsked: boolean;
  /** What is said by the problems is not said twice; null while they are being counted. */
  readonly groups: readonly RepairGroup[] | null;
}

/** Notes about rows that are marked one by one as well. */
const SAID_BY: Partial<Record<NoteKind, RepairGroup['rule']>> = {
  'lost-zeros': 'lost-zeros',
  'dates-far': 'date-far',
  'damaged-letters': 'damaged-letters',
  'mixed-scripts': 'mixed-scripts',
  'fifteen-digits': 'fifteen-digits',
  'letter-case': 'letter-case',
  'invisible-letters': 'invisible-letters',
  'later-row-invalid': 'later-row-invalid',
};

export function ImportNotes({ file, isAsked, groups }: NotesProps): ReactNode {
  const notes = isAsked ? [] : (file.reading?.notes ?? []);
  const isSaid = ({ kind }: ReadingNote): boolean =>
    SAID_BY[kind] !== undefined && (groups === null || groups.some(({ rule }) => rule === SAID_BY[kind]));
  const urgent = notes.filter((note) => isWorthALook(note) && !isSaid(note));
  const others = notes.filter((note) => !isWorthALook(note));
  const [isOpen, open] = useState(false);
  const isFolded = others.length > MOST_OPEN;
  if (file.sameAs === null && !file.fileChanged && urgent.length + others.length === 0) return null;
  return (
    <ul className="import-notes" aria-label="How the file was understood">
      <SameFile file={file} />
      {file.fileChanged && (
        <li className="warn">
          <Warning16Filled />
          The file has changed since it was first read. What stands here is as it is now.
        </li>
      )}
      {urgent.map((note) => (
        <li key={note.kind} className="warn">
          <Warning16Filled />
          {noteSentence(note)}
        </li>
      ))}
      {isFolded ? (
        <li className="import-notes-fold">
          <Button
            appearance="transparent"
            size="small"
            icon={isOpen ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
            aria-expanded={isOpen}
            onClick={() => open(!isOpen)}
          >
            {counted(others.length, 'thing')} understood without asking
          </Button>
          {isOpen && <ul>{others.map(inLine)}</ul>}
        </li>
      ) : (
        others.map(inLine)
      )}
    </ul>
  );
}

/** That these very bytes were imported before, and when. */
export function SameFile({ file }: { readonly file: ImportSummary }): ReactNode {
  const { now } = useSnapshot();
  const { sameAs } = file;
  if (sameAs === null) return null;
  return (
    <li>
      <Info16Regular />
      <span>
        You imported this very file{' '}
        <Link as="button" inline onClick={() => go({ page: 'import', id: sameAs.id })}>
          {momentWords(sameAs.at, now)}
        </Link>
        . {file.acceptedAt === null && 'Rows that have not changed since are not queued again.'}
      </span>
    </li>
  );
}
