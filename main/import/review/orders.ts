// What a person does about the look-up of a file's orders, and when it starts by itself.
import { fail, ok } from '../../../shared/result.ts';
import type { StagedFiles } from '../stage/staged-files.ts';
import type { Background } from './background.ts';
import type { ImportPorts, Imports } from './import-ports.ts';
import type { Sightings } from './sightings.ts';
import type { Summaries } from './summaries.ts';

interface OrderPorts extends Pick<Background, 'inBackground' | 'isStopped' | 'track'> {
  readonly files: Pick<StagedFiles, 'pathOf'>;
  readonly sightings: Sightings;
  readonly summaries: Pick<Summaries, 'get'>;
  readonly writer: Pick<ImportPorts['writer'], 'chooseTheirs'>;
}

interface Orders extends Pick<Imports, 'chooseTheirs' | 'lookUp'> {
  /** Looks up the orders of a file in review that are not looked up yet; one that is asked about is not understood yet. */
  readonly lookAt: (id: number, isAsked?: boolean) => void;
}

/** Over the sightings of the files in review. */
export function createOrders(ports: OrderPorts): Orders {
  const { files, sightings, summaries, writer } = ports;

  function lookAt(id: number, isAsked = false): void {
    const file = summaries.get(id);
    const isRead = file?.phase === 'review' && file.reading?.asks.length === 0;
    if (isRead && !ports.isStopped()) ports.inBackground(sightings.look(id, isAsked));
  }

  return {
    lookAt,
    chooseTheirs: async (id, choice) => {
      if (summaries.get(id)?.phase !== 'review') return fail({ kind: 'gone', what: 'import' });
      const chosen = await ports.track(writer.chooseTheirs(files.pathOf(id), choice));
      await sightings.recount(id);
      const file = summaries.get(id);
      if (!chosen.ok) return chosen;
      return file === null ? fail({ kind: 'gone', what: 'import' }) : ok(file);
    },
    lookUp: (id, isWanted) => {
      if (isWanted) lookAt(id, true);
      else sightings.stop(id);
      return ok(undefined);
    },
  };
}
