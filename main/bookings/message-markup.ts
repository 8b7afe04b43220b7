// Messages that a server put into its XML without escaping: whatever stands between the tags of a message is its text, "<b>" and
// "Samples & labels" included, so that it can be read, and written back as it was. One pass, however hostile the text.

const OPENING = /<((?:[\w.-]+:)?(?:internal|external)message)(?:\s[^<>]*)?(?<!\/)>/g;
const CDATA = '<![CDATA[';
const CDATA_END = ']]>';

/** The document with the markup inside its messages escaped; sections of CDATA and what was escaped already stay as they are. */
export function withMarkupAsText(xml: string): string {
  if (!xml.includes('message')) return xml;
  const pieces: string[] = [];
  let done = 0;
  OPENING.lastIndex = 0;
  for (let open = OPENING.exec(xml); open !== null; open = OPENING.exec(xml)) {
    const from = OPENING.lastIndex;
    const content = contentAt(xml, from, `</${open[1]}`);
    if (content === null) break;
    pieces.push(xml.slice(done, from), content.text);
    done = OPENING.lastIndex = content.end;
  }
  return done === 0 ? xml : pieces.join('') + xml.slice(done);
}

/** What stands from `from` to the closing tag, escaped, and where that tag begins; null when there is none. */
function contentAt(xml: string, from: number, closing: string): { readonly text: string; readonly end: number } | null {
  let text = '';
  let at = from;
  let end = -1;
  for (;;) {
    // Looked for once: a section of CDATA may hold what looks like the end, and there may be very many of them.
    if (end < at) end = xml.indexOf(closing, at);
    if (end < 0) return null;
    const section = xml.slice(at, end).indexOf(CDATA);
    if (section < 0) return { text: text + escaped(xml.slice(at, end)), end };
    const begins = at + section;
    const ends = xml.indexOf(CDATA_END, begins);
    if (ends < 0) return null;
    at = ends + CDATA_END.length;
    text += escaped(xml.slice(from, begins)) + xml.slice(begins, at);
    from = at;
  }
}

function escaped(text: string): string {
  return text
    .replace(/<|&(?!(?:#\d+|#x[\da-f]+|\w+);)/gi, (sign) => (sign === '<' ? '&lt;' : '&amp;'))
    .replaceAll(']]>', ']]&gt;');
}
