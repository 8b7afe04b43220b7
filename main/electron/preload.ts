// The only bridge into the page: three functions, no Electron object, no event object. Bundled to one CommonJS file that
// needs nothing but electron, as a sandboxed preload must be.
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { Courier } from '../../shared/calls.ts';

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
  // Paths are read here, from File objects a person chose; the page itself never names one.
  openFiles: (files) =>
    Promise.all(
      files.map((file) => ipcRenderer.invoke('call', 'file.open', { name: file.name, path: webUtils.getPathForFile(file) })),
    ),
};

contextBridge.exposeInMainWorld('courier', courier);
