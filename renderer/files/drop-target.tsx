// The whole window as a place to drop files on. A dropped file never makes the window leave its page.
import { DocumentArrowDown20Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import { takesFolders, useFailures } from '../link/courier.tsx';
import './drop-target.css';
import { counted } from '../../shared/numbers.ts';
import { filesOfDrop } from './dropped-files.ts';
import { type Files, SAMPLE_TYPE } from './ways-in.ts';

function takes(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer !== null && (transfer.types.includes('Files') || transfer.types.includes(SAMPLE_TYPE));
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Draws the overlay while something that can be dropped is over the window, and takes the drop. */
export function DropTarget({ files }: { readonly files: Files }): ReactNode {
  const { report } = useFailures();
  const [over, setOver] = useState<number | null>(null);

  useEffect(() => {
    // Also of `dragenter`: whether a drop is taken is decided anew for each part of the page that is come to, and the hand may let
    // go there before it moves on (HTML, "drag-and-drop processing model").
    function onDragOver(event: DragEvent): void {
      const transfer = event.dataTransfer;
      if (!takes(transfer)) {
        if (!isField(event.target)) event.preventDefault();
        return;
      }
      event.preventDefault();
      transfer.dropEffect = 'copy';
      setOver([...transfer.items].filter((item) => item.kind === 'file').length);
    }
    function onDragLeave(event: DragEvent): void {
      if (event.relatedTarget === null) setOver(null);
    }
    function onDrop(event: DragEvent): void {
      setOver(null);
      if (isField(event.target) && !takes(event.dataTransfer)) return;
      event.preventDefault();
      if (!takes(event.dataTransfer)) return;
      if (event.dataTransfer.types.includes(SAMPLE_TYPE)) {
        void files.takeSample();
        return;
      }
      void filesOfDrop(event.dataTransfer.items, takesFolders()).then(({ files: dropped, failures }) => {
        for (const failure of failures) report(failure);
        if (dropped.length > 0) void files.open(dropped);
      });
    }
    const end = (): void => setOver(null);
    addEventListener('dragenter', onDragOver);
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    addEventListener('dragend', end);
    return () => {
      removeEventListener('dragenter', onDragOver);
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
      removeEventListener('dragend', end);
    };
  }, [files, report]);

  if (over === null) return null;
  return (
    <div className="drop-overlay">
      <div className="drop-frame">
        <DocumentArrowDown20Regular />
        <strong>Drop to check {over > 1 ? counted(over, 'file') : 'the file'}</strong>
        <span>Each row is read and checked. Nothing is sent before you say so.</span>
      </div>
    </div>
  );
}
