// What can go wrong between a client and BasicPSF, and when it does. Rules are tried in order; the first that matches is played.
import type { PathKind } from './basicpsf-routes.ts';
import { type BatchSummary, NOT_JSON } from './booking-results-script.ts';
import { type Answer, fileMakerError, type ScriptReturn } from './filemaker-answers.ts';
import { WEB_SERVER_PAGES, type WebServerPage } from './web-server-pages.ts';

/** One request as the ledger keeps it. */
export interface PracticeRequest {
  /** Epoch ms, by the server's clock. */
  readonly at: number;
  readonly method: string;
  readonly kind: PathKind;
  readonly database: string;
  /** Length of the request target. */
  readonly urlBytes: number;
  readonly contentType: string;
  /** The orders in the batch, in order. */
  readonly refs: readonly string[];
  /** Which session it came with or opened, counted from 1; null without a valid one. Never the token. */
  sessionId: number | null;
  /** The status that was answered; 0 while there is none, and for ever when the connection was reset first. */
  status: number;
}

/** `processed`: the request is carried out first, and only its answer is replaced. */
interface InsteadOfAnswer {
  readonly processed?: boolean;
}

/** How a `scriptResult` is spoilt. Counts agree with the results except in `wrong-counts`. */
export type ScriptResultFault =
  | 'truncated'
  | 'not-json'
  | 'json-error'
  | 'absent'
  | 'empty'
  | 'order-missing'
  | 'order-added'
  | 'wrong-counts'
  | ((scriptResult: string) => string | undefined);

export type Fault =
  | ({ readonly kind: 'page'; readonly page: WebServerPage; readonly retryAfter?: string } & InsteadOfAnswer)
  | ({ readonly kind: 'answer'; readonly answer: Answer } & InsteadOfAnswer)
  /** Code 112 also ends the session: it is what an administrator's disconnect looks like from inside a call. */
  | ({ readonly kind: 'filemaker'; readonly code: string; readonly message?: string; readonly status?: number } & InsteadOfAnswer)
  /** `bodyBytes` of the answer are sent first, when there is one. */
  | ({ readonly kind: 'reset'; readonly bodyBytes?: number } & InsteadOfAnswer)
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'session-killed' }
  | { readonly kind: 'delay'; readonly ms: number; readonly after?: boolean }
  | { readonly kind: 'slow-body'; readonly chunkBytes: number; readonly everyMs: number }
  | { readonly kind: 'huge-body'; readonly bytes: number }
  | { readonly kind: 'script-error'; readonly code: string }
  | { readonly kind: 'script-result'; readonly change: ScriptResultFault };

/** A fault and its moment. A rule that counts is counted down in place. */
export interface FaultRule {
  readonly fault: Fault;
  /** Which calls; script calls when left out. */
  readonly on?: PathKind | 'any';
  /** Always when left out; a number is the next so many matching requests. */
  when?: 'always' | number | ((request: PracticeRequest) => boolean);
}

/** The fault for this request, counted; null when all is well. */
export function takeFault(rules: readonly FaultRule[], request: PracticeRequest): Fault | null {
  for (const rule of rules) {
    const on = rule.on ?? 'script';
    if (on !== 'any' && on !== request.kind) continue;
    const when = rule.when ?? 'always';
    if (typeof when === 'function' ? !when(request) : when === 0) continue;
    if (typeof when === 'number') rule.when = when - 1;
    return rule.fault;
  }
  return null;
}

/** The answer that a fault puts in place of the real one, if it does that. */
export function answerFromFault(fault: Fault): Answer | null {
  switch (fault.kind) {
    case 'page': {
      const page: Answer = WEB_SERVER_PAGES[fault.page];
      return fault.retryAfter === undefined ? page : { ...page, headers: { ...page.headers, 'Retry-After': fault.retryAfter } };
    }
    case 'answer':
      return fault.answer;
    case 'filemaker':
      return fileMakerError(fault.code, fault.message, fault.status);
    case 'redirect':
      return {
        status: 302,
        headers: { Location: fault.to, 'Content-Type': 'text/html' },
        body: '<html><body>Moved</body></html>',
      };
    case 'session-killed':
      return fileMakerError('952');
    default:
      return null;
  }
}

/** Whether the request is carried out although its answer will be something else. */
export function isProcessed(fault: Fault): boolean {
  switch (fault.kind) {
    case 'page':
    case 'answer':
    case 'filemaker':
    case 'reset':
      return fault.processed === true;
    case 'redirect':
    case 'session-killed':
      return false;
    default:
      return true;
  }
}

/** Any other answer once a fault had its way: trailing blanks are legal JSON, so that size alone is wrong with it. */
export function padded(answer: Answer, fault: Fault | null): Answer {
  return fault?.kind === 'huge-body' ? { ...answer, body: answer.body.padEnd(fault.bytes) } : answer;
}

interface Returned {
  readonly scriptResult: string;
  readonly scriptError: string;
}

/** What the script returns once a fault had its way. */
export function spoil({ scriptResult, scriptError }: Returned, fault: Fault | null): ScriptReturn {
  if (fault?.kind === 'script-error') return { scriptResult, scriptError: fault.code };
  // Trailing blanks are legal JSON, so that size alone is wrong with it.
  if (fault?.kind === 'huge-body') return { scriptResult: scriptResult.padEnd(fault.bytes), scriptError };
  if (fault?.kind === 'script-result') return { scriptResult: changed(scriptResult, fault.change), scriptError };
  return { scriptResult, scriptError };
}

function changed(scriptResult: string, change: ScriptResultFault): string | undefined {
  if (typeof change === 'function') return change(scriptResult);
  switch (change) {
    case 'truncated':
      return scriptResult.slice(0, Math.floor(scriptResult.length / 2));
    case 'not-json':
      return 'Batch finished';
    case 'json-error':
      return NOT_JSON;
    case 'absent':
      return undefined;
    case 'empty':
      return '';
    case 'order-missing':
      return resummed(scriptResult, ({ results }) => countedFrom(results.slice(0, -1)));
    case 'order-added':
      return resummed(scriptResult, ({ results }) =>
        countedFrom([...results, { internalOrderRef: 'ORD-NEVER-SENT', status: 'OK' }]),
      );
    case 'wrong-counts':
      return resummed(scriptResult, (summary) => ({
        ...summary,
        processed: summary.processed + 1,
        succeeded: summary.succeeded + 1,
      }));
  }
}

/** A complaint about the parameter is not a summary, and stays as it is. */
function resummed(scriptResult: string, change: (summary: BatchSummary) => BatchSummary): string {
  return scriptResult.startsWith('{') ? JSON.stringify(change(JSON.parse(scriptResult) as BatchSummary)) : scriptResult;
}

function countedFrom(results: BatchSummary['results']): BatchSummary {
  const failed = results.filter((result) => result.status === 'Error').length;
  return { processed: results.length, succeeded: results.length - failed, failed, results };
}
