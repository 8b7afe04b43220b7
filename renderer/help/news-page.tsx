// What is new, for the people who use it; found in the navigation at any time.
import type { ReactNode } from 'react';
import { RELEASES, VERSION } from './changes.ts';
import './page.css';

/** What is typed or read off the screen, such as a file's ending, stands in backticks. */
function Change({ text }: { readonly text: string }): ReactNode {
  const parts = text.split('`');
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
  return parts.map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}

export function NewsPage(): ReactNode {
  return (
    <div className="page help">
      <h1 className="page-title">What is new</h1>
      <p className="quiet">This is Booking Courier {VERSION}.</p>
      {RELEASES.map(({ name, changes }) => (
        <section key={name} aria-label={`Version ${name}`}>
          <h2>{name}</h2>
          <ul>
            {changes.map((text) => (
              <li key={text}>
                <Change text={text} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
