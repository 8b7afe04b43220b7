// What an answer of BRP is, decided by its content and never by what was asked for: bookings, BRP's own errors,
// a sign-in page, or nothing usable. BRP's errors come with any status (API page "API2", error handling).
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type HttpAnswer, retryAfter } from '../base/http.ts';
import { scrubWords, withoutSecrets } from '../base/secrets.ts';
import { MAX_DEPTH, treeFromXml } from './brp-xml.ts';
import { entriesOf, isObject, textOf } from './from-brp.ts';

const MAX_WORDS = 500;

/** The tree of a body, or the failure that it is. `status` only names what answered. */
function treeFrom(text: string, status: number): Result<unknown> {
  const body = text.replace(/^\uFEFF/, '').trimStart();
  if (body === '') return fail<Failure>({ kind: 'answer-unusable', why: 'it was empty' });
  if (body.startsWith('<')) return treeFromMarkup(body, status);
  if (isTooDeep(body)) return fail<Failure>({ kind: 'answer-unusable', why: 'it is nested too deeply' });
  try {
    return ok(withoutQuotations(JSON.parse(body)));
  } catch {
    return fail<Failure>({ kind: 'answer-unusable', why: 'it is not in a form that BRP uses' });
  }
}

function treeFromMarkup(body: string, status: number): Result<unknown> {
  if (/^<(!doctype\s+)?html\b/i.test(body)) return fail<Failure>({ kind: 'wrong-server', status });
  const read = treeFromXml(body);
  if ('why' in read) return fail<Failure>({ kind: 'answer-unusable', why: read.why });
  if (read.root.toLowerCase() === 'html') return fail<Failure>({ kind: 'wrong-server', status });
  return ok(withoutQuotations({ [read.root]: read.tree }));
}

/** Bookings are kept in a file, so a server that quotes our secrets inside of one must not bring them there. */
function withoutQuotations(tree: unknown): unknown {
  if (typeof tree === 'string') return withoutSecrets(tree);
  if (Array.isArray(tree)) return tree.map(withoutQuotations);
  if (!isObject(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, withoutQuotations(value)]));
}

/** JSON.parse would build millions of nested lists before anybody could object. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

/** BRP's errors as one: the first code, and the words of all of them. Null when there are none. */
function errorsFrom(tree: unknown): { code: string; words: string } | null {
  const errors = isObject(tree) && Object.hasOwn(tree, 'errors') ? entriesOf(tree.errors, 'error') : [];
  const [first] = errors;
  if (first === undefined) return null;
  const words = errors.map((error) => {
    if (!isObject(error)) return textOf(error);
    const debuginfo = textOf(error.debuginfo);
    return `${textOf(error.message)}${debuginfo === '' ? '' : ` (${debuginfo})`}`.trim();
  });
  return { code: isObject(first) ? textOf(first.code).trim() : '', words: words.filter((one) => one !== '').join('; ') };
}

/** Reads an answer into its tree, or says what kind of failure it is. `now` is epoch ms. */
export function treeFromAnswer(answer: HttpAnswer, now: number): Result<unknown> {
  const { status } = answer;
  const patience = retryAfter(answer, now);
  const asked = patience === undefined ? {} : { retryAfterMs: patience };
  if (status === 429 || status === 503) return fail({ kind: 'busy', status, ...asked });
  const tree = treeFrom(answer.text, status);
  const errors = tree.ok ? errorsFrom(tree.value) : null;
  if (errors !== null) {
    return fail({
      kind: 'brp-refused',
      status,
      code: scrubWords(errors.code).slice(0, 50),
      words: scrubWords(errors.words).slice(0, MAX_WORDS),
    });
  }
  if (status >= 200 && status < 300) return tree;
  if (status === 401) return fail({ kind: 'credentials-refused' });
  if (status === 403 || status === 407) return fail({ kind: 'forbidden', status });
  if (status === 404 || status === 405 || status === 410) return fail({ kind: 'wrong-server', status });
  if (status >= 500) return fail({ kind: 'gateway', status, ...asked });
  return fail({ kind: 'brp-refused', status, code: '', words: '' });
}
