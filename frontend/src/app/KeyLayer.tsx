import { useContext, useEffect, type ReactNode } from 'react';
import { Layer, openLayer } from './keys';

/** KeyLayer is put around what a dialog shows: while it is there, only keys asked for inside it are taken. */
export function KeyLayer({ children }: { children: ReactNode }) {
  const layer = useContext(Layer) + 1;
  useEffect(() => openLayer(layer), [layer]);
  return <Layer.Provider value={layer}>{children}</Layer.Provider>;
}
