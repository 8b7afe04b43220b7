// Works out anew what the files in review would change, whenever the outbox moved; one file after the other, in the background.
import type { ImportSummary } from '../../../shared/import.ts';

/**
 * Answers with the way to say that the outbox moved. When it moves again while files are counted, counting starts anew
 * instead of once more for each move.
 */
export function createRecounting(
  open: () => readonly ImportSummary[],
  recount: (id: number) => Promise<void>,
  inBackground: (work: Promise<void>) => void,
  isEnding: () => boolean,
): () => void {
  let isMoved = false;
  let isUnderWay = false;

  async function recountAll(): Promise<void> {
    try {
      while (isMoved && !isEnding()) {
        isMoved = false;
        for (const { id, phase } of open()) {
          if (phase === 'review') await recount(id);
          if (isMoved) break;
        }
      }
    } finally {
      isUnderWay = false;
    }
  }

  return () => {
    isMoved = true;
    if (isUnderWay) return;
    isUnderWay = true;
    inBackground(recountAll());
  };
}
