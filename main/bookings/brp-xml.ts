// Reads XML into the same plain values that JSON gives: an element with children is an object, one without is its text,
// one that repeats is a list; prefixes of namespaces do not count. Nothing is looked up or expanded: a document type ends the reading, and so do size and depth.
import { SaxesParser } from 'saxes';
import { MAX_ANSWER_BYTES } from '../base/http.ts';
import { withMarkupAsText } from './message-markup.ts';

/** A list of bookings is eight deep. */
export const MAX_DEPTH = 32;
// An element costs more memory than it takes on the wire; the smallest booking has 25 bytes for each.
const MAX_ELEMENTS = 300_000;

/** Text, or what the children of an element are called and hold. */
export type Tree = string | Tree[] | { [name: string]: Tree };

/** What was read, or why it was not, in words that fit behind "could not be understood". */
export type TreeOrWhy = { readonly root: string; readonly tree: Tree } | { readonly why: string };

interface Open {
  readonly name: string;
  text: string;
  children: { [name: string]: Tree } | null;
}

class Refused extends Error {}

/** Reads one XML document. Text between children is not kept; text of an element is kept as it is. */
export function treeFromXml(text: string): TreeOrWhy {
  if (text.length > MAX_ANSWER_BYTES) return { why: 'it is too long' };
  if (hasDocumentType(text)) return { why: 'it carries a document type' };
  const parser = new SaxesParser({ xmlns: false, position: false });
  const above: Open[] = [];
  let elements = 0;
  let done: { root: string; tree: Tree } | null = null;

  parser.on('error', () => {
    throw new Refused('its XML is broken');
  });
  parser.on('opentagstart', ({ name }) => {
    elements += 1;
    if (elements > MAX_ELEMENTS) throw new Refused('it has too many parts');
    if (above.length >= MAX_DEPTH) throw new Refused('it is nested too deeply');
    above.push({ name: name.slice(name.indexOf(':') + 1), text: '', children: null });
  });
  parser.on('text', keep);
  parser.on('cdata', keep);
  parser.on('closetag', () => {
    const { name, text: own, children } = above.pop() as Open;
    const tree = children ?? own;
    const parent = above.at(-1);
    if (parent === undefined) done = { root: name, tree };
    else add(parent, name, tree);
  });

  function keep(piece: string): void {
    const open = above.at(-1);
    if (open !== undefined) open.text += piece;
  }

  try {
    parser.write(withMarkupAsText(text)).close();
  } catch (error) {
    if (error instanceof Refused) return { why: error.message };
    throw error;
  }
  return done ?? { why: 'its XML is broken' };
}

/** Whether a document type stands where it may stand, before the first element. The parser would read all of it before it says so. */
function hasDocumentType(text: string): boolean {
  let at = 0;
  for (;;) {
    at += text.slice(at).search(/\S|$/);
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : null;
    if (end === null) return /^<!doctype/i.test(text.slice(at, at + 9));
    const closed = text.indexOf(end, at + 2);
    if (closed < 0) return false;
    at = closed + end.length;
  }
}

/** Without a prototype, so that an element may be called anything. */
function add(parent: Open, name: string, tree: Tree): void {
  parent.children ??= Object.create(null) as { [name: string]: Tree };
  const before = parent.children[name];
  if (before === undefined) parent.children[name] = tree;
  else if (Array.isArray(before)) before.push(tree);
  else parent.children[name] = [before, tree];
}
