// The only bridge into the page: three functions, no Electron object, no event object. Bundled to one CommonJS file that
// needs nothing but electron, as a sandboxed preload must be.
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { Courier } from '../../shared/calls.ts';
import { MAX_MADE_BYTES } from '../../shared/made-files.ts';

type Answer = Awaited<ReturnType<Courier['openFiles']>>[number];

/**
 * A file that a person dropped or chose goes over as its place, which only Chromium can tell of a real File; one that the page
 * made lies nowhere and goes over as what is in it. These channels are in nobody's reach but this file's.
 */
async function openFile(file: File): Promise<Answer> {
  try {
    const path = webUtils.getPathForFile(file);
    if (path !== '') return await ipcRenderer.invoke('file-at', path);
    const { name, size } = file;
    if (size > MAX_MADE_BYTES) {
      return { ok: false, failure: { kind: 'file-too-large', name, bytes: size, maxBytes: MAX_MADE_BYTES } };
    }
    return await ipcRenderer.invoke('file-made', name, new Uint8Array(await file.arrayBuffer()));
  } catch {
    return { ok: false, failure: { kind: 'input-refused', why: 'not a file' } };
  }
}

const courier: Courier = {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  onSnapshot: (listener) => {
    const hear = (_event: IpcRendererEvent, snapshot: Parameters<typeof listener>[0]): void => listener(snapshot);
    ipcRenderer.on('snapshot', hear);
    void courier.call('snapshot.get', {}).then((reply) => {
      if (reply.ok) listener(reply.value as Parameters<typeof listener>[0]);
    });
    return () => void ipcRenderer.off('snapshot', hear);
  },
  openFiles: (files) => Promise.all(files.map(openFile)),
};

contextBridge.exposeInMainWorld('courier', courier);
