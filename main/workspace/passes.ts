// One pass over what is due, with what this server has taught about the length of its URLs.
import type { Result } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings.ts';
import { connect } from '../base/http.ts';
import type { Account, Clock, Log } from '../base/ports.ts';
import type { Lists } from '../outbox/lists.ts';
import type { Meta } from '../outbox/meta.ts';
import { freshLimit, type UrlLimit } from '../push/batches.ts';
import type { LookUpJob } from '../push/look-first.ts';
import type { LookUpManner } from '../push/look-up.ts';
import { type PushOutcome, pushOutbox } from '../push/push-outbox.ts';
import { createPatience } from './patience.ts';
import type { Storage } from './storage.ts';
import type { PassManner } from './sync-ports.ts';

/** After so long an account may have been given the right to look orders up. */
const ASK_AGAIN_MS = 3_600_000;

export interface PassPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly lists: Lists;
  readonly meta: Meta;
  readonly writer: Storage['writer'];
  readonly settings: () => Pick<Settings, 'maxUrlBytes' | 'maxLearnedUrlBytes'>;
  readonly baseUrl: () => string;
  readonly database: string;
  readonly account: () => Promise<Result<Account>>;
  /** How orders are looked up, or null where that is switched off. */
  readonly manner: () => LookUpManner | null;
  /** Whether what a server taught outlives this run. */
  readonly keepsLimits: boolean;
  readonly onlineMs: () => number;
}

export interface Passes {
  /** Sends what is due, until `shouldStop`; `progress` hears how many more have settled. */
  readonly push: (shouldStop: () => boolean, progress: (settled: number) => void, how: PassManner) => Promise<PushOutcome>;
  /** Results that were due when the pass under way began; null when none is. */
  readonly total: () => number | null;
}

/** What is known of a server, held to what the settings allow today: the limit to begin with, and how far it may grow, bytes. */
export function limitToday(
  known: UrlLimit | undefined,
  { maxUrlBytes, maxLearnedUrlBytes }: Pick<Settings, 'maxUrlBytes' | 'maxLearnedUrlBytes'>,
): { readonly limit: UrlLimit; readonly ceilingBytes: number } {
  const ceilingBytes = Math.max(maxUrlBytes, maxLearnedUrlBytes);
  const limit = known ?? freshLimit(maxUrlBytes);
  return { limit: { ...limit, bytes: Math.min(limit.bytes, ceilingBytes) }, ceilingBytes };
}

/** The passes of one environment; one at a time, which the caller sees to. */
export function createPasses(ports: PassPorts): Passes {
  const { clock, lists, log, meta, writer } = ports;
  const patience = createPatience(clock, meta, (key, value) => writer.writeMeta(key, value));
  let total: number | null = null;
  let refusal: { readonly by: string; readonly at: number } | null = null;

  /** An account that may not look up is not asked again with every push; other settings are another question. */
  function lookUpJob(baseUrl: string): LookUpJob | null {
    const manner = ports.manner();
    if (manner === null) return null;
    const by = JSON.stringify([baseUrl, manner]);
    if (refusal?.by === by && clock.monotonic() - refusal.at < ASK_AGAIN_MS) return null;
    return {
      ...manner,
      failed: ({ kind }) => {
        if (kind === 'look-up-refused' || kind === 'layout-missing') refusal = { by, at: clock.monotonic() };
      },
    };
  }

  return {
    push: async (shouldStop, progress, { hurry, isUrgent }) => {
      const baseUrl = ports.baseUrl();
      const asked = isUrgent ? null : patience.left(baseUrl);
      if (asked !== null) return { delivered: 0, refused: 0, unconfirmed: 0, trouble: asked };
      const limits = meta.read<Record<string, UrlLimit>>('urlLimits', {});
      let learned: UrlLimit | null = null;
      const { waiting, unconfirmed } = lists.tally();
      total = waiting + unconfirmed;
      const outcome = await pushOutbox(
        { connect: (url) => connect(url, clock), lists, writer, clock, log },
        {
          ...limitToday(limits[baseUrl], ports.settings()),
          baseUrl,
          database: ports.database,
          account: ports.account,
          learned: (limit) => (learned = limit),
          onlineMs: ports.onlineMs,
          lookUp: lookUpJob(baseUrl),
          shouldStop,
          progress,
          hurry,
        },
      );
      await patience.note(baseUrl, outcome.trouble);
      // A new server costs a few refusals to learn.
      if (learned !== null && ports.keepsLimits) await writer.writeMeta('urlLimits', { ...limits, [baseUrl]: learned });
      total = null;
      return outcome;
    },
    total: () => total,
  };
}
