// Asked by electron-builder before it makes a package, however it was started: none with updates that nobody could check.
import { whyNotPublished } from '../desktop/update-rule.ts';

/** Throws, and so ends the build, when the configuration in force would make unsafe updates. */
export function beforePack({ packager }: { readonly packager: { readonly config: Readonly<Record<string, unknown>> } }): void {
  const why = whyNotPublished(packager.config);
  if (why !== null) throw new Error(why);
}
