// What is wrong in a file, by the repair it needs: what holds rows back first, then the remarks. One thing to do a line.
import { Button, Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ErrorCircle16Filled, Eye16Regular, Wand16Regular, Warning16Filled } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { BOOKING_RESULTS } from '../../shared/booking-result.ts';
import type { ImportSummary, RepairGroup, RepairKey } from '../../shared/import.ts';
import { useAct, useCourier, useQuery } from '../link/courier.tsx';
import './problems.css';
import { counted, number } from '../../shared/numbers.ts';
import { fixAllWords, groupWords } from '../../shared/problem-words.ts';
import { sentinelsOutside } from '../link/heard-sentinels.ts';
import { importSubject, useUndo } from '../link/undo.tsx';
import { useOverwriteQuestion } from '../outbox/overwrite-question.tsx';

const SHOWN_AT_FIRST = 3;
const NONE: readonly RepairGroup[] = [];

/** What tells one group from another. */
export function keyOf({ field, rule, found, except }: RepairGroup): RepairKey {
  return { field, rule, found, except };
}

/** Whether `b` is the group that `a` names. */
export function isSameGroup(a: RepairKey | null, b: RepairGroup): boolean {
  return a !== null && JSON.stringify(a) === JSON.stringify(keyOf(b));
}

interface ProblemsProps {
  readonly file: ImportSummary;
  readonly groups: readonly RepairGroup[] | null;
  /** The group that the list below shows. */
  readonly shown: RepairKey | null;
  readonly onShow: (group: RepairKey | null) => void;
}

/** The groups of a file; null while they are being counted. */
export function useRepairGroups(file: ImportSummary): readonly RepairGroup[] | null {
  const { phase, totals, held } = file;
  const isWanted = phase === 'accepted' ? held > 0 : totals.invalid + totals.warned > 0;
  const groups = useQuery('import.problems', isWanted ? { id: file.id } : null);
  return isWanted ? groups.value : NONE;
}

export function ImportProblems({ file, groups, shown, onShow }: ProblemsProps): ReactNode {
  const [isWhole, showWhole] = useState(false);
  // What holds rows back comes first.
  const ordered = groups ?? NONE;
  if (ordered.length === 0) return null;
  // One more line than fits says as much as the button that hides it.
  const limit = isWhole || ordered.length === SHOWN_AT_FIRST + 1 ? ordered.length : SHOWN_AT_FIRST;
  return (
    <section className="repairs" aria-label="Problems" data-next-focus="">
      <ul>
        {ordered.slice(0, limit).map((group) => (
          <Group
            key={JSON.stringify(keyOf(group))}
            file={file}
            group={group}
            isShown={isSameGroup(shown, group)}
            onShow={onShow}
          />
        ))}
      </ul>
      {ordered.length > SHOWN_AT_FIRST + 1 && (
        <Button appearance="transparent" size="small" aria-expanded={isWhole} onClick={() => showWhole(!isWhole)}>
          {isWhole ? 'Show fewer problems' : `Show ${counted(ordered.length - limit, 'more problem')}`}
        </Button>
      )}
    </section>
  );
}

interface GroupProps {
  readonly file: ImportSummary;
  readonly group: RepairGroup;
  readonly isShown: boolean;
  readonly onShow: (group: RepairKey | null) => void;
}

function Group({ file, group, isShown, onShow }: GroupProps): ReactNode {
  const act = useAct();
  const courier = useCourier();
  const { handIn, question } = useOverwriteQuestion();
  const { offer } = useUndo();
  const { id } = file;
  const words = groupWords(group);
  const fixAll = fixAllWords(group);
  const isFreeWord = group.rule === 'word' && fixAll === null;

  async function fix(value: string | null): Promise<void> {
    const done = await handIn((over) => courier.call('import.fixAll', { ...keyOf(group), id, fix: value, over }));
    if (done === null) return;
    offer(
      `${counted(done.count, 'row')} repaired${value === null ? '' : `: now ${value}`}.`,
      () => act('import.undo', { id, undo: done.undo }),
      importSubject(id),
    );
  }

  /** Rows whose order BasicPSF does not know are held, or go all the same, as a person wants it. */
  async function hold(isHeld: boolean): Promise<void> {
    const done = await act('import.holdUnknown', { id, hold: isHeld });
    if (done === null) return;
    const undo = () => act('import.undo', { id, undo: done.undo });
    offer(`${counted(done.count, 'row')} ${isHeld ? 'held back' : 'will be queued all the same'}.`, undo, importSubject(id));
  }

  return (
    <li className={group.isError ? 'repair-group bad' : 'repair-group warn'}>
      {group.isError ? <ErrorCircle16Filled aria-label="Held back" /> : <Warning16Filled aria-label="Remark" />}
      <span className="repair-words" title={words}>
        {words}
        {!group.isError && <span className="quiet"> Queued all the same.</span>}
      </span>
      {question}
      <span className="repair-buttons">
        {fixAll !== null && (
          <Button size="small" icon={<Wand16Regular />} onClick={() => void fix(group.fix)}>
            {fixAll}
          </Button>
        )}
        {file.phase === 'review' && group.rule === 'order-unknown' && (
          <Button size="small" onClick={() => void hold(true)}>
            {group.count === 1 ? 'Hold it' : 'Hold them'}
          </Button>
        )}
        {file.phase === 'review' && group.rule === 'order-held' && (
          <Button size="small" onClick={() => void hold(false)}>
            Send all the same
          </Button>
        )}
        {isFreeWord && (
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <MenuButton size="small">{group.count === 1 ? 'Set it to' : `Set these ${number(group.count)} to`}</MenuButton>
            </MenuTrigger>
            <MenuPopover>
              <MenuList ref={sentinelsOutside}>
                {BOOKING_RESULTS.map((word) => (
                  <MenuItem key={word} onClick={() => void fix(word)}>
                    {word}
                  </MenuItem>
                ))}
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
        <Button
          size="small"
          appearance="subtle"
          icon={<Eye16Regular />}
          aria-pressed={isShown}
          aria-label={`${isShown ? 'Show all rows' : 'Show'}: ${words}`}
          onClick={() => onShow(isShown ? null : keyOf(group))}
        >
          {isShown ? 'Show all rows' : 'Show'}
        </Button>
      </span>
    </li>
  );
}
