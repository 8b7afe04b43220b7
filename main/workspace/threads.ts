// Where the programs of the threads lie: as TypeScript in the project, bundled beside the program, and in a package outside
// of its archive. Electron promises reading from the archive to its own process; that the modules of a thread can come
// out of it is written down nowhere.

export interface ThreadPrograms {
  readonly writer: URL;
  readonly stage: URL;
}

/** The programs to start threads from, for a program that was loaded from `program` (a file URL). */
export function threadPrograms(program: string = import.meta.url): ThreadPrograms {
  if (program.endsWith('.ts'))
    return { writer: new URL('./writer-thread.ts', program), stage: new URL('../import/stage/stage-thread.ts', program) };
  const folder = new URL('.', program).href.replace(/\/app\.asar\//, '/app.asar.unpacked/');
  return { writer: new URL('writer-thread.js', folder), stage: new URL('stage-thread.js', folder) };
}
