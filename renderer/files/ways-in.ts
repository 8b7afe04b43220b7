// The ways in for a file, as the pages know them; what carries them out is `FilesProvider`.
import { createContext, useContext } from 'react';

/** What the sample tile of the welcome page carries: a page cannot drag a real file onto itself. */
export const SAMPLE_TYPE = 'application/x-booking-courier-sample';

export interface Files {
  /** The imports that the newest drop has begun. */
  readonly lastDropped: readonly number[];
  readonly open: (files: readonly File[]) => Promise<void>;
  /** Shows the system's own dialog. */
  readonly browse: () => void;
  /** Shows a place to paste rows into. */
  readonly askForRows: () => void;
  readonly takeText: (text: string) => Promise<void>;
  readonly takeSample: () => Promise<void>;
  readonly saveSample: () => Promise<void>;
}

/** Where `FilesProvider` keeps them for everything inside. */
export const FilesContext = createContext<Files | null>(null);

/** The ways in. */
export function useFiles(): Files {
  const files = useContext(FilesContext);
  if (files === null) throw new Error('FilesProvider is missing');
  return files;
}
